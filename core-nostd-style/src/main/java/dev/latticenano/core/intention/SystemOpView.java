package dev.latticenano.core.intention;

/**
 * One change to a store's own tables, as {@link SystemWalk} shows it: a leaf of protobuf {@code
 * SystemOp}, whose nesting is flattened to one {@link Kind}. Fields a kind does not have are empty
 * or 0. Source: docs/protocol.md §7.2, docs/lattice.proto.
 */
public final class SystemOpView {
  private static final int HIERARCHY = 1;
  private static final int PEER = 2;
  private static final int STRATEGY = 3;
  private static final int STORE = 4;
  private static final int INVITE = 5;
  static final int BATCH = 6;
  static final long KINDS =
      1L << HIERARCHY | 1L << PEER | 1L << STRATEGY | 1L << STORE | 1L << INVITE | 1L << BATCH;

  /** What changes. The target is a child's id, a peer's key or an invite's token hash. */
  public enum Kind {
    /** Child {@code target} begins: text is its alias, type its store type. */
    ADD_CHILD(16, 0),
    /** Child {@code target} ends. */
    REMOVE_CHILD(16, 0),
    /** Child {@code target} is 1 active or 2 archived: number. */
    CHILD_STATUS(16, 0),
    /** Peer {@code target} is 1 invited, 2 active, 3 dormant or 4 revoked: number. */
    PEER_STATUS(32, 0),
    /** Peer {@code target} came at Unix ms number. */
    PEER_ADDED_AT(32, 0),
    /** Peer {@code target} was brought by {@code other}. */
    PEER_ADDED_BY(32, 32),
    /** Peer {@code target} is called text. */
    PEER_NAME(32, 0),
    /** Peer {@code target} is 1 owner, 2 voter, 3 carrier or 4 reader: number. */
    PEER_ROLE(32, 0),
    /** This store keeps its own peers. */
    STRATEGY_INDEPENDENT(0, 0),
    /** This store has its parent's peers. */
    STRATEGY_INHERITED(0, 0),
    /** This store has the peers that store {@code other} had. */
    STRATEGY_SNAPSHOT(0, 16),
    /** This store is called text. */
    STORE_NAME(0, 0),
    /** Invite {@code target} is 1 valid, 2 revoked or 3 claimed: number. */
    INVITE_STATUS(32, 0),
    /** Invite {@code target} was made by {@code other}. */
    INVITE_INVITED_BY(32, 32),
    /** Invite {@code target} was used by {@code other}. */
    INVITE_CLAIMED_BY(32, 32),
    /**
     * Invite {@code target} is good until Unix ms number, 0 for ever; for {@link #uses} uses; gives
     * {@link #role}; key {@code other} vouches for whoever knows its secret.
     */
    INVITE_TERMS(32, 32),
    /** A kind from elsewhere or later, or an id of a wrong length: no effect. */
    UNKNOWN(0, 0);

    private final int targetBytes;
    private final int otherBytes;

    Kind(int targetBytes, int otherBytes) {
      this.targetBytes = targetBytes;
      this.otherBytes = otherBytes;
    }
  }

  private final ProtoFields fields = new ProtoFields();
  private final MessageSlot op = new MessageSlot();
  private final MessageSlot outer = new MessageSlot();
  private final MessageSlot inner = new MessageSlot();
  private final byte[] target = new byte[32];
  private final byte[] other = new byte[32];
  private int targetLength;
  private int otherLength;
  private Kind kind = Kind.UNKNOWN;

  // The innermost message: its first fields, whatever they are.
  private static final int FIELD_MAX = 4;
  private static final long OURS = 1L << MessageSlot.OURS_BIT;
  private final long[] numbers = new long[FIELD_MAX + 1];
  private final int[] offsets = new int[FIELD_MAX + 1];
  private final int[] lengths = new int[FIELD_MAX + 1];
  private int textField;

  /** Reads one SystemOp other than a batch; the bytes decode. */
  void read(byte[] bytes, int offset, int length) {
    targetLength = 0;
    otherLength = 0;
    textField = 0;
    op.set(bytes, offset, length);
    kind =
        switch (outer.pick(fields, op, KINDS)) {
          case HIERARCHY -> hierarchy();
          case PEER -> peer();
          case STRATEGY -> strategy();
          case STORE -> store();
          case INVITE -> invite();
          default -> Kind.UNKNOWN;
        };
    if (!idsAreSound()) {
      kind = Kind.UNKNOWN;
    }
  }

  private Kind hierarchy() {
    int tag = inner.pick(fields, outer, 1L << 1 | 1L << 2 | 1L << 3);
    readFields(inner);
    takeTarget(inner);
    textField = tag == 1 ? 2 : 0;
    return switch (tag) {
      case 1 -> Kind.ADD_CHILD;
      case 2 -> Kind.REMOVE_CHILD;
      case 3 -> Kind.CHILD_STATUS;
      default -> Kind.UNKNOWN;
    };
  }

  private Kind peer() {
    readFields(outer);
    takeTarget(outer);
    int tag = inner.pick(fields, outer, 1L << 3 | 1L << 4 | 1L << 5 | 1L << 6 | OURS);
    readFields(inner);
    return switch (tag) {
      case 3 -> Kind.PEER_STATUS;
      case 4 -> Kind.PEER_ADDED_AT;
      case 5 -> takeOther(inner, 1, Kind.PEER_ADDED_BY);
      case 6 -> takeText(Kind.PEER_NAME);
      case MessageSlot.OURS -> Kind.PEER_ROLE;
      default -> Kind.UNKNOWN;
    };
  }

  private Kind strategy() {
    if (inner.pick(fields, outer, 1L << 1) == 0 || outer.pick(fields, inner, 1L << 1) == 0) {
      return Kind.UNKNOWN;
    }
    int last = 0;
    fields.wrap(outer.bytes(), outer.offset(), outer.length());
    while (fields.next()) {
      last = fields.tag() <= 3 ? fields.tag() : last;
    }
    readFields(outer);
    return switch (last) {
      case 1 -> Kind.STRATEGY_INDEPENDENT;
      case 2 -> Kind.STRATEGY_INHERITED;
      case 3 -> takeOther(outer, 3, Kind.STRATEGY_SNAPSHOT);
      default -> Kind.UNKNOWN;
    };
  }

  private Kind store() {
    if (inner.pick(fields, outer, 1L << 1) == 0) {
      return Kind.UNKNOWN;
    }
    readFields(inner);
    return takeText(Kind.STORE_NAME);
  }

  private Kind invite() {
    readFields(outer);
    takeTarget(outer);
    int tag = inner.pick(fields, outer, 1L << 2 | 1L << 3 | 1L << 4 | OURS);
    readFields(inner);
    return switch (tag) {
      case 2 -> Kind.INVITE_STATUS;
      case 3 -> takeOther(inner, 1, Kind.INVITE_INVITED_BY);
      case 4 -> takeOther(inner, 1, Kind.INVITE_CLAIMED_BY);
      case MessageSlot.OURS -> takeOther(inner, 4, Kind.INVITE_TERMS);
      default -> Kind.UNKNOWN;
    };
  }

  private void readFields(MessageSlot message) {
    for (int i = 1; i <= FIELD_MAX; i++) {
      numbers[i] = 0;
      offsets[i] = message.offset();
      lengths[i] = 0;
    }
    fields.wrap(message.bytes(), message.offset(), message.length());
    while (fields.next()) {
      int tag = fields.tag();
      if (tag > FIELD_MAX) {
        continue;
      }
      if (fields.wireType() == ProtoFields.VARINT) {
        numbers[tag] = fields.varint();
      } else {
        offsets[tag] = fields.offset();
        lengths[tag] = fields.length();
      }
    }
  }

  private void takeTarget(MessageSlot message) {
    targetLength = lengths[1];
    System.arraycopy(message.bytes(), offsets[1], target, 0, Math.min(targetLength, 32));
  }

  private Kind takeOther(MessageSlot message, int field, Kind kind) {
    otherLength = lengths[field];
    System.arraycopy(message.bytes(), offsets[field], other, 0, Math.min(otherLength, 32));
    return kind;
  }

  private Kind takeText(Kind kind) {
    textField = 1;
    return kind;
  }

  /** True if every id the kind needs has its length. */
  private boolean idsAreSound() {
    return (kind.targetBytes == 0 || kind.targetBytes == targetLength)
        && (kind.otherBytes == 0 || kind.otherBytes == otherLength);
  }

  /** What changes. */
  public Kind kind() {
    return kind;
  }

  /** The target's 16 or 32 bytes: this view's own array, which the next op overwrites. */
  public byte[] target() {
    return target;
  }

  /** The other id's 16 or 32 bytes: this view's own array, which the next op overwrites. */
  public byte[] other() {
    return other;
  }

  /** A status or role, whose low 32 bits count, or a time in Unix ms as u64. */
  public long number() {
    return switch (kind) {
      case CHILD_STATUS -> (int) numbers[2];
      case PEER_STATUS, PEER_ROLE, INVITE_STATUS -> (int) numbers[1];
      case PEER_ADDED_AT, INVITE_TERMS -> numbers[1];
      default -> 0;
    };
  }

  /** How often an invite may be used; 0: any number of times. */
  public int uses() {
    return kind == Kind.INVITE_TERMS ? (int) numbers[2] : 0;
  }

  /** The role that an invite gives. */
  public int role() {
    return kind == Kind.INVITE_TERMS ? (int) numbers[3] : 0;
  }

  /** The array {@link #textOffset} and {@link #typeOffset} count in. */
  public byte[] textBytes() {
    return inner.bytes();
  }

  /** Where a name or alias begins, UTF-8. */
  public int textOffset() {
    return offsets[textField];
  }

  /** Bytes of a name or alias. */
  public int textLength() {
    return textField == 0 || kind == Kind.UNKNOWN ? 0 : lengths[textField];
  }

  /** Where a child's store type begins, UTF-8. */
  public int typeOffset() {
    return offsets[3];
  }

  /** Bytes of a child's store type. */
  public int typeLength() {
    return kind == Kind.ADD_CHILD ? lengths[3] : 0;
  }

  @Override
  public String toString() {
    return "system " + kind;
  }
}
