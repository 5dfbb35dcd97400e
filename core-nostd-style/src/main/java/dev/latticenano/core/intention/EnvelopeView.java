package dev.latticenano.core.intention;

import dev.latticenano.core.Verdict;

/**
 * Ops in our wrapping: what a node without keys may read, and the ops themselves, clear or sealed.
 * The content of {@code UniversalOp} 1000.
 *
 * <pre>
 * 1 supersedes_through  bytes   absent, or the 32-byte hash of an intention in the author's chain
 * one of
 *   2 clear             bytes   an encoded UniversalOp other than an envelope
 *   3 sealed            Sealed { 1 epoch_id 8 bytes, 2 nonce 24 bytes, 3 ciphertext 16 bytes or more }
 * 4 keep                varint  absent or 0, or 1: no mark ever supersedes the intention
 * </pre>
 *
 * Allocates nothing after construction, unless a writer split a message. Source: docs/protocol.md
 * §8 (ours).
 */
public final class EnvelopeView {
  /** What the envelope holds. */
  public enum Kind {
    /** Ops that anybody can read. */
    CLEAR,
    /** Ops that only holders of the epoch key can read. */
    SEALED,
    /** Neither: a kind from later, or only the mark. No effect beyond the mark. */
    UNKNOWN
  }

  /** Bytes of an epoch id. */
  public static final int EPOCH_ID_BYTES = 8;

  /** Bytes of a nonce. */
  public static final int NONCE_BYTES = 24;

  /** Bytes that sealing adds: the least ciphertext. */
  public static final int TAG_BYTES = 16;

  static final int SUPERSEDES = 1;
  static final int CLEAR = 2;
  static final int SEALED = 3;
  static final int KEEP = 4;
  static final int EPOCH_ID = 1;
  static final int NONCE = 2;
  static final int CIPHERTEXT = 3;

  private final ProtoFields fields = new ProtoFields();
  private final MessageSlot content = new MessageSlot();
  private final UniversalOpView clear = new UniversalOpView();
  private final int[] offsets = new int[4];
  private final int[] lengths = new int[4];
  private byte[] bytes;
  private int offset;
  private int length;
  private Kind kind = Kind.UNKNOWN;
  private int supersedesOffset;
  private int supersedesLength;
  private long keep;

  /** Looks at {@code length} bytes from {@code bytes[offset]}; nothing is checked yet. */
  public EnvelopeView wrap(byte[] bytes, int offset, int length) {
    this.bytes = bytes;
    this.offset = offset;
    this.length = length;
    return this;
  }

  /** Looks at the content of checked ops of kind ENVELOPE. */
  public EnvelopeView wrap(UniversalOpView ops) {
    return wrap(ops.contentBytes(), ops.contentOffset(), ops.contentLength());
  }

  /** Whether the bytes are an envelope, and clear ops in it are ops; accessors assume OK. */
  public Verdict check() {
    kind = Kind.UNKNOWN;
    supersedesLength = 0;
    keep = 0;
    content.clear();
    if (!ProtoSchema.ENVELOPE.accepts(bytes, offset, length)) {
      return Verdict.ENVELOPE_MALFORMED;
    }
    fields.wrap(bytes, offset, length);
    while (fields.next()) {
      switch (fields.tag()) {
        case SUPERSEDES -> {
          supersedesOffset = fields.offset();
          supersedesLength = fields.length();
        }
        case CLEAR -> {
          kind = Kind.CLEAR;
          content.set(bytes, fields.offset(), fields.length());
        }
        case SEALED -> {
          if (kind != Kind.SEALED) {
            content.clear();
          }
          kind = Kind.SEALED;
          content.append(bytes, fields.offset(), fields.length());
        }
        case KEEP -> keep = fields.varint();
        default -> {}
      }
    }
    if (supersedesLength != 0 && supersedesLength != Hash.BYTES) {
      return Verdict.SUPERSEDES_LENGTH;
    }
    if (keep != 0 && keep != 1) {
      return Verdict.KEEP_WRONG;
    }
    return switch (kind) {
      case CLEAR -> checkClear();
      case SEALED -> checkSealed();
      case UNKNOWN -> Verdict.OK;
    };
  }

  private Verdict checkClear() {
    Verdict verdict = clear.wrap(content.bytes(), content.offset(), content.length()).check();
    return verdict == Verdict.OK && clear.kind() == UniversalOpView.Kind.ENVELOPE
        ? Verdict.ENVELOPE_NESTED
        : verdict;
  }

  private Verdict checkSealed() {
    for (int i = EPOCH_ID; i <= CIPHERTEXT; i++) {
      lengths[i] = 0;
    }
    fields.wrap(content.bytes(), content.offset(), content.length());
    while (fields.next()) {
      if (fields.tag() <= CIPHERTEXT) {
        offsets[fields.tag()] = fields.offset();
        lengths[fields.tag()] = fields.length();
      }
    }
    boolean sound =
        lengths[EPOCH_ID] == EPOCH_ID_BYTES
            && lengths[NONCE] == NONCE_BYTES
            && lengths[CIPHERTEXT] >= TAG_BYTES;
    return sound ? Verdict.OK : Verdict.SEALED_LENGTH;
  }

  /** What the envelope holds. */
  public Kind kind() {
    return kind;
  }

  /** True if the author marks history as superseded. */
  public boolean supersedes() {
    return supersedesLength != 0;
  }

  /** The array {@link #supersedesOffset} counts in. */
  public byte[] bytes() {
    return bytes;
  }

  /** Where the 32 bytes of the last superseded intention's hash are, if {@link #supersedes}. */
  public int supersedesOffset() {
    return supersedesOffset;
  }

  /** True if no mark ever supersedes the intention that carries this. */
  public boolean keeps() {
    return keep == 1;
  }

  /** The ops, checked, if CLEAR; this view's own, so it changes with the next {@link #check}. */
  public UniversalOpView clear() {
    return clear;
  }

  /** The array of the three offsets of a sealed part. */
  public byte[] sealedBytes() {
    return content.bytes();
  }

  /** Where the 8 bytes of the epoch id are, if SEALED. */
  public int epochIdOffset() {
    return offsets[EPOCH_ID];
  }

  /** Where the 24 bytes of the nonce are, if SEALED. */
  public int nonceOffset() {
    return offsets[NONCE];
  }

  /** Where the ciphertext begins, if SEALED. */
  public int ciphertextOffset() {
    return offsets[CIPHERTEXT];
  }

  /** Bytes of the ciphertext with its tag, if SEALED. */
  public int ciphertextLength() {
    return lengths[CIPHERTEXT];
  }

  @Override
  public String toString() {
    return "envelope " + kind;
  }
}
