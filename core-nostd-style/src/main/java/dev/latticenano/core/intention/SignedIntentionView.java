package dev.latticenano.core.intention;

import dev.latticenano.core.Limits;
import dev.latticenano.core.Verdict;

/**
 * An intention with its author's signature, as it travels and is stored: protobuf {@code
 * SignedIntention}.
 *
 * <pre>
 * 1 intention_borsh  bytes   the canonical bytes, see {@link IntentionView}
 * 2 signature        bytes   64, Ed25519 over the 32 bytes of the intention's hash
 * </pre>
 *
 * {@link #check} tells about form only, including the intention's; {@link IntentionProof} about the
 * signature. A receiver keeps the two fields, never foreign bytes between them. Allocates nothing
 * after construction. Source: docs/protocol.md §5.
 */
public final class SignedIntentionView {
  /** Bytes of a signature. */
  public static final int SIGNATURE_BYTES = 64;

  static final int INTENTION = 1;
  static final int SIGNATURE = 2;

  private final ProtoFields fields = new ProtoFields();
  private final IntentionView intention = new IntentionView();
  private byte[] bytes;
  private int offset;
  private int length;
  private int signatureOffset;

  /** Looks at {@code length} bytes from {@code bytes[offset]}; nothing is checked yet. */
  public SignedIntentionView wrap(byte[] bytes, int offset, int length) {
    this.bytes = bytes;
    this.offset = offset;
    this.length = length;
    return this;
  }

  /** Whether the bytes hold a whole intention and 64 bytes of signature; accessors assume OK. */
  public Verdict check() {
    if (length > Limits.SIGNED_BYTES_MAX) {
      return Verdict.SIGNED_TOO_LONG;
    }
    if (!ProtoSchema.SIGNED_INTENTION.accepts(bytes, offset, length)) {
      return Verdict.SIGNED_MALFORMED;
    }
    int intentionOffset = offset;
    int intentionLength = 0;
    int signatureLength = 0;
    fields.wrap(bytes, offset, length);
    while (fields.next()) {
      if (fields.tag() == INTENTION) {
        intentionOffset = fields.offset();
        intentionLength = fields.length();
      } else if (fields.tag() == SIGNATURE) {
        signatureOffset = fields.offset();
        signatureLength = fields.length();
      }
    }
    Verdict verdict = intention.wrap(bytes, intentionOffset, intentionLength).check();
    if (verdict != Verdict.OK) {
      return verdict;
    }
    return signatureLength == SIGNATURE_BYTES ? Verdict.OK : Verdict.SIGNATURE_LENGTH;
  }

  /** The array all offsets count in. */
  public byte[] bytes() {
    return bytes;
  }

  /** Where the signed intention begins. */
  public int offset() {
    return offset;
  }

  /** Bytes of the signed intention. */
  public int length() {
    return length;
  }

  /** The intention, checked; this view's own, so it changes with the next {@link #check}. */
  public IntentionView intention() {
    return intention;
  }

  /** Where the 64 bytes of the signature are. */
  public int signatureOffset() {
    return signatureOffset;
  }

  @Override
  public String toString() {
    return "signed " + intention;
  }
}
