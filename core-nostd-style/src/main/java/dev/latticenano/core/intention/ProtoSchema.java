package dev.latticenano.core.intention;

import java.util.Arrays;

/**
 * What a protobuf message may hold: known fields with their kinds; anything else is passed over.
 * One walk tells whether bytes decode, all nested messages included, even those that a later field
 * replaces. The messages themselves are in docs/lattice.proto.
 */
final class ProtoSchema {
  /** {@code lattice.weaver.SignedIntention}. */
  static final ProtoSchema SIGNED_INTENTION = new ProtoSchema().bytes(1).bytes(2);

  /** {@code lattice.weaver.WitnessContent}. */
  static final ProtoSchema WITNESS_CONTENT = new ProtoSchema().bytes(1).bytes(2).varint(3).bytes(4);

  /** {@code lattice.weaver.WitnessRecord}. */
  static final ProtoSchema WITNESS_RECORD = new ProtoSchema().bytes(1).bytes(2);

  /** {@code lattice.storage.GenesisOp}. */
  static final ProtoSchema GENESIS_OP = new ProtoSchema().string(1).varint(2);

  /** {@code lattice.storage.SystemOp}. */
  static final ProtoSchema SYSTEM_OP = systemOp();

  /** {@code lattice.storage.UniversalOp} with our envelope, which is bytes at this level. */
  static final ProtoSchema UNIVERSAL_OP =
      new ProtoSchema()
          .bytes(10)
          .message(11, SYSTEM_OP)
          .message(12, GENESIS_OP)
          .bytes(1000)
          .bytes(1001)
          .bytes(1002)
          .bytes(1003);

  /** {@code latticenano.Envelope}. */
  static final ProtoSchema ENVELOPE =
      new ProtoSchema()
          .bytes(1)
          .bytes(2)
          .message(3, new ProtoSchema().bytes(1).bytes(2).bytes(3))
          .varint(4);

  /** {@code latticenano.EpochChange}. */
  static final ProtoSchema EPOCH_CHANGE = new ProtoSchema().bytes(1).bytes(2).bytes(3);

  /** {@code lattice.kv.KvPayload}. */
  static final ProtoSchema KV_PAYLOAD =
      new ProtoSchema()
          .message(
              1,
              new ProtoSchema()
                  .message(1, new ProtoSchema().bytes(1).bytes(2))
                  .message(2, new ProtoSchema().bytes(1)));

  /** {@code lattice.rootstore.RootPayload}. */
  static final ProtoSchema ROOT_PAYLOAD =
      new ProtoSchema()
          .message(
              1,
              new ProtoSchema()
                  .message(1, new ProtoSchema().string(1).string(2).bytes(3))
                  .message(2, new ProtoSchema().string(1))
                  .message(3, new ProtoSchema().string(1).bytes(2).bytes(3))
                  .message(4, new ProtoSchema().string(1)))
          .varint(2);

  /** {@code lattice.network.InviteToken}. */
  static final ProtoSchema INVITE_TOKEN = new ProtoSchema().bytes(1).bytes(2).bytes(3);

  /** {@code latticenano.SnapshotNotice}. */
  static final ProtoSchema SNAPSHOT_NOTICE =
      new ProtoSchema().bytes(1).bytes(2).varint(3).varint(4).bytes(5);

  /** {@code latticenano.Restatement}. */
  static final ProtoSchema RESTATEMENT =
      new ProtoSchema()
          .message(1, new ProtoSchema().varint(1).bytes(2).bytes(3).bytes(4).bytes(5).varint(6))
          .message(2, new ProtoSchema().varint(1).bytes(2).bytes(3));

  private enum Kind {
    VARINT,
    BYTES,
    STRING,
    MESSAGE
  }

  private int[] tags = {};
  private Kind[] kinds = {};
  private ProtoSchema[] messages = {};

  private static ProtoSchema systemOp() {
    ProtoSchema id = new ProtoSchema().bytes(1);
    ProtoSchema number = new ProtoSchema().varint(1);
    ProtoSchema text = new ProtoSchema().string(1);
    ProtoSchema hierarchy =
        new ProtoSchema()
            .message(1, new ProtoSchema().bytes(1).string(2).string(3))
            .message(2, id)
            .message(3, new ProtoSchema().bytes(1).varint(2));
    ProtoSchema peer =
        new ProtoSchema()
            .bytes(1)
            .message(3, number)
            .message(4, number)
            .message(5, id)
            .message(6, text)
            .message(MessageSlot.OURS, number);
    ProtoSchema terms = new ProtoSchema().varint(1).varint(2).varint(3).bytes(4);
    ProtoSchema strategy = new ProtoSchema().varint(1).varint(2).bytes(3);
    ProtoSchema invite =
        new ProtoSchema()
            .bytes(1)
            .message(2, number)
            .message(3, id)
            .message(4, id)
            .message(MessageSlot.OURS, terms);
    ProtoSchema system = new ProtoSchema();
    return system
        .message(1, hierarchy)
        .message(2, peer)
        .message(3, new ProtoSchema().message(1, new ProtoSchema().message(1, strategy)))
        .message(4, new ProtoSchema().message(1, text))
        .message(5, invite)
        .message(6, new ProtoSchema().message(1, system));
  }

  private ProtoSchema varint(int tag) {
    return add(tag, Kind.VARINT, null);
  }

  private ProtoSchema bytes(int tag) {
    return add(tag, Kind.BYTES, null);
  }

  private ProtoSchema string(int tag) {
    return add(tag, Kind.STRING, null);
  }

  private ProtoSchema message(int tag, ProtoSchema message) {
    return add(tag, Kind.MESSAGE, message);
  }

  private ProtoSchema add(int tag, Kind kind, ProtoSchema message) {
    int n = tags.length;
    tags = Arrays.copyOf(tags, n + 1);
    kinds = Arrays.copyOf(kinds, n + 1);
    messages = Arrays.copyOf(messages, n + 1);
    tags[n] = tag;
    kinds[n] = kind;
    messages[n] = message;
    return this;
  }

  /** True if {@code length} bytes from {@code offset} decode as this message. Allocates nothing. */
  boolean accepts(byte[] bytes, int offset, int length) {
    return accepts(bytes, offset, offset + length, ProtoFields.NESTING_MAX);
  }

  private boolean accepts(byte[] bytes, int from, int end, int nesting) {
    int position = from;
    while (position < end) {
      int keyEnd = ProtoFields.varintEnd(bytes, position, end);
      if (keyEnd < 0) {
        return false;
      }
      long key = ProtoFields.varint(bytes, position);
      if (!ProtoFields.keyIsSound(key)) {
        return false;
      }
      int tag = (int) (key >>> 3);
      int wireType = (int) key & 7;
      int field = find(tag);
      // Depth 1 for a known scalar: only unknown fields and messages count as nesting in prost.
      position =
          ProtoFields.skip(
              bytes, keyEnd, end, tag, wireType, field >= 0 ? Math.max(nesting, 1) : nesting);
      if (position < 0
          || field >= 0 && !acceptsField(field, bytes, keyEnd, position, wireType, nesting)) {
        return false;
      }
    }
    return true;
  }

  private boolean acceptsField(
      int field, byte[] bytes, int keyEnd, int valueEnd, int wireType, int nesting) {
    Kind kind = kinds[field];
    if (wireType != (kind == Kind.VARINT ? ProtoFields.VARINT : ProtoFields.LENGTH)) {
      return false;
    }
    if (kind == Kind.VARINT || kind == Kind.BYTES) {
      return true;
    }
    int valueFrom = ProtoFields.varintEnd(bytes, keyEnd, valueEnd);
    if (kind == Kind.STRING) {
      return Utf8.valid(bytes, valueFrom, valueEnd);
    }
    return nesting > 0 && messages[field].accepts(bytes, valueFrom, valueEnd, nesting - 1);
  }

  private int find(int tag) {
    for (int i = 0; i < tags.length; i++) {
      if (tags[i] == tag) {
        return i;
      }
    }
    return -1;
  }
}
