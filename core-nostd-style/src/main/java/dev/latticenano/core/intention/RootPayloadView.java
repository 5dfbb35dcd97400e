package dev.latticenano.core.intention;

/**
 * What an intention does to a root store, in {@code app_data}: protobuf {@code RootPayload}, a row
 * of operations that apply together.
 *
 * <pre>
 * 1 operations  repeated RootOperation {
 *     1 register_app  { 1 subdomain, 2 app_id, 3 store_id }
 *   | 2 remove_app    { 1 subdomain }
 *   | 3 upload_bundle { 1 app_id, 2 data, 3 manifest }
 *   | 4 remove_bundle { 1 app_id } }
 * 2 version     u32, 1; 0: the bytes are a KvPayload from before there were root operations
 * </pre>
 *
 * After {@link #check}, {@link #next} steps through the operations. Allocates nothing after
 * construction. Source: docs/protocol.md §7.3.
 */
public final class RootPayloadView {
  /** What an operation does, in the order of its field numbers. */
  public enum Kind {
    /** A kind from elsewhere or later: no effect. */
    UNKNOWN,
    /** A name is served by an app over a store. */
    REGISTER_APP,
    /** A name is served no more. */
    REMOVE_APP,
    /** The files of an app. */
    UPLOAD_BUNDLE,
    /** The files of an app are gone. */
    REMOVE_BUNDLE
  }

  /** Fields an operation has at most. */
  public static final int FIELDS = 3;

  private static final int OPERATIONS = 1;
  private static final int VERSION = 2;
  private static final Kind[] KINDS = Kind.values();
  private static final int[] FIELDS_OF = {0, 3, 1, 3, 1};

  private final ProtoFields operations = new ProtoFields();
  private final ProtoFields parts = new ProtoFields();
  private final ProtoFields fields = new ProtoFields();
  private final int[] offsets = new int[FIELDS];
  private final int[] lengths = new int[FIELDS];
  private byte[] bytes;
  private int offset;
  private int length;
  private int version;
  private Kind kind = Kind.UNKNOWN;

  /** Looks at {@code length} bytes from {@code bytes[offset]}; nothing is checked yet. */
  public RootPayloadView wrap(byte[] bytes, int offset, int length) {
    this.bytes = bytes;
    this.offset = offset;
    this.length = length;
    return this;
  }

  /**
   * Whether the bytes decode; then stands before the first operation. There is no verdict: what
   * does not decode is passed over.
   */
  public boolean check() {
    if (!ProtoSchema.ROOT_PAYLOAD.accepts(bytes, offset, length)) {
      return false;
    }
    version = 0;
    operations.wrap(bytes, offset, length);
    while (operations.next()) {
      if (operations.tag() == VERSION) {
        version = (int) operations.varint();
      }
    }
    operations.wrap(bytes, offset, length);
    return true;
  }

  /** The version; 0 if it is not said. */
  public int version() {
    return version;
  }

  /** Steps to the next operation; false if there is none. */
  public boolean next() {
    while (operations.next()) {
      if (operations.tag() == OPERATIONS) {
        readOperation();
        return true;
      }
    }
    return false;
  }

  private void readOperation() {
    become(Kind.UNKNOWN);
    parts.wrap(bytes, operations.offset(), operations.length());
    while (parts.next()) {
      if (parts.tag() <= 0 || parts.tag() >= KINDS.length) {
        continue;
      }
      if (KINDS[parts.tag()] != kind) {
        become(KINDS[parts.tag()]);
      }
      fields.wrap(bytes, parts.offset(), parts.length());
      while (fields.next()) {
        if (fields.tag() >= 1 && fields.tag() <= FIELDS_OF[kind.ordinal()]) {
          offsets[fields.tag() - 1] = fields.offset();
          lengths[fields.tag() - 1] = fields.length();
        }
      }
    }
  }

  private void become(Kind found) {
    kind = found;
    for (int i = 0; i < FIELDS; i++) {
      offsets[i] = offset;
      lengths[i] = 0;
    }
  }

  /** The array all offsets count in. */
  public byte[] bytes() {
    return bytes;
  }

  /** What the operation does. */
  public Kind kind() {
    return kind;
  }

  /** Where a field, 1 to {@link #FIELDS}, of the operation begins. */
  public int fieldOffset(int number) {
    return offsets[number - 1];
  }

  /** Bytes of a field of the operation; 0 if it is absent. */
  public int fieldLength(int number) {
    return lengths[number - 1];
  }

  @Override
  public String toString() {
    return kind + " of version " + version;
  }
}
