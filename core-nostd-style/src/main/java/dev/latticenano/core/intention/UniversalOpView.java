package dev.latticenano.core.intention;

import dev.latticenano.core.Verdict;

/**
 * The ops of an intention: protobuf {@code UniversalOp}, one of several kinds.
 *
 * <pre>
 * (empty)             an ack
 *   10 app_data  bytes     for the store's state machine
 *   11 system    SystemOp  for the store's own tables
 *   12 genesis   GenesisOp the store's first op
 * 1000 envelope  bytes     an encoded Envelope: ours, as those below; Rust nodes pass over them
 * 1001 epoch     bytes     an encoded EpochChange
 * 1002 snapshot  bytes     an encoded SnapshotNotice
 * 1003 restated  bytes     an encoded Restatement
 * </pre>
 *
 * Of several the last counts. Ops that hold none of these are of an unknown kind: valid, and
 * without effect. The inside of an envelope is {@link EnvelopeView}'s to check. Allocates nothing
 * after construction, unless a writer split a message. Source: docs/protocol.md §7.
 */
public final class UniversalOpView {
  /** What kind of ops. */
  public enum Kind {
    /** Empty: the author only says what it has seen. */
    ACK,
    /** For the state machine. */
    APP_DATA,
    /** For the store's tables. */
    SYSTEM,
    /** The beginning of a store. */
    GENESIS,
    /** Our envelope. */
    ENVELOPE,
    /** A new epoch key, wrapped for each member. */
    EPOCH_CHANGE,
    /** A snapshot that its author made. */
    SNAPSHOT,
    /** What the author's older intentions still mean. */
    RESTATEMENT,
    /** A kind from elsewhere or later: no effect. */
    UNKNOWN
  }

  static final int APP_DATA = 10;
  static final int SYSTEM = 11;
  static final int GENESIS = 12;
  static final int ENVELOPE = 1000;
  static final int EPOCH_CHANGE = 1001;
  static final int SNAPSHOT = 1002;
  static final int RESTATEMENT = 1003;

  private final ProtoFields fields = new ProtoFields();
  private final MessageSlot content = new MessageSlot();
  private byte[] bytes;
  private int offset;
  private int length;
  private Kind kind = Kind.ACK;

  /** Looks at {@code length} bytes from {@code bytes[offset]}; nothing is checked yet. */
  public UniversalOpView wrap(byte[] bytes, int offset, int length) {
    this.bytes = bytes;
    this.offset = offset;
    this.length = length;
    return this;
  }

  /** Whether the bytes are ops, what system and genesis ops hold included. */
  public Verdict check() {
    content.clear();
    kind = length == 0 ? Kind.ACK : Kind.UNKNOWN;
    if (!ProtoSchema.UNIVERSAL_OP.accepts(bytes, offset, length)) {
      return Verdict.OPS_MALFORMED;
    }
    fields.wrap(bytes, offset, length);
    while (fields.next()) {
      Kind found = kindOf(fields.tag());
      if (found != Kind.UNKNOWN) {
        boolean goesOn = found == kind && (found == Kind.SYSTEM || found == Kind.GENESIS);
        if (!goesOn) {
          content.clear();
        }
        kind = found;
        content.append(fields.bytes(), fields.offset(), fields.length());
      }
    }
    return Verdict.OK;
  }

  private static Kind kindOf(int tag) {
    return switch (tag) {
      case APP_DATA -> Kind.APP_DATA;
      case SYSTEM -> Kind.SYSTEM;
      case GENESIS -> Kind.GENESIS;
      case ENVELOPE -> Kind.ENVELOPE;
      case EPOCH_CHANGE -> Kind.EPOCH_CHANGE;
      case SNAPSHOT -> Kind.SNAPSHOT;
      case RESTATEMENT -> Kind.RESTATEMENT;
      default -> Kind.UNKNOWN;
    };
  }

  /** The array all of the ops lie in. */
  public byte[] bytes() {
    return bytes;
  }

  /** Where the ops begin. */
  public int offset() {
    return offset;
  }

  /** Bytes of the ops. */
  public int length() {
    return length;
  }

  /** What kind of ops. */
  public Kind kind() {
    return kind;
  }

  /**
   * The array {@link #contentOffset} counts in; the wrapped one unless a writer split a message.
   */
  public byte[] contentBytes() {
    return content.bytes();
  }

  /** Where the data, SystemOp, GenesisOp, Envelope or other message begins. */
  public int contentOffset() {
    return content.offset();
  }

  /** Bytes of the data, SystemOp, GenesisOp, Envelope or other message. */
  public int contentLength() {
    return content.length();
  }

  @Override
  public String toString() {
    return kind + " of " + content.length() + " bytes";
  }
}
