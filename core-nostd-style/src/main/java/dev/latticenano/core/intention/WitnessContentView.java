package dev.latticenano.core.intention;

import dev.latticenano.core.Verdict;
import dev.latticenano.core.crypto.Blake3;

/**
 * What a node says when it has given an intention its place: protobuf {@code WitnessContent}.
 *
 * <pre>
 * 1 store_id        bytes   16
 * 2 intention_hash  bytes   32
 * 3 wall_time       uint64  Unix ms; absent is 0
 * 4 prev_hash       bytes   32, hash of the content before; zero for the first
 * </pre>
 *
 * Its name is BLAKE3 of its bytes as received. Allocates nothing after construction, except
 * accessors that return a record. Source: docs/protocol.md §6.
 */
public final class WitnessContentView {
  static final int STORE = 1;
  static final int INTENTION = 2;
  static final int WALL_MS = 3;
  static final int PREV = 4;

  private final ProtoFields fields = new ProtoFields();
  private byte[] bytes;
  private int offset;
  private int length;
  private int storeOffset;
  private int intentionOffset;
  private int prevOffset;
  private long wallMs;

  /** Looks at {@code length} bytes from {@code bytes[offset]}; nothing is checked yet. */
  public WitnessContentView wrap(byte[] bytes, int offset, int length) {
    this.bytes = bytes;
    this.offset = offset;
    this.length = length;
    return this;
  }

  /** Whether the bytes are one witness content; accessors assume OK. */
  public Verdict check() {
    if (!ProtoSchema.WITNESS_CONTENT.accepts(bytes, offset, length)) {
      return Verdict.WITNESS_MALFORMED;
    }
    int storeLength = 0;
    int intentionLength = 0;
    int prevLength = 0;
    wallMs = 0;
    fields.wrap(bytes, offset, length);
    while (fields.next()) {
      switch (fields.tag()) {
        case STORE -> {
          storeOffset = fields.offset();
          storeLength = fields.length();
        }
        case INTENTION -> {
          intentionOffset = fields.offset();
          intentionLength = fields.length();
        }
        case WALL_MS -> wallMs = fields.varint();
        case PREV -> {
          prevOffset = fields.offset();
          prevLength = fields.length();
        }
        default -> {}
      }
    }
    return storeLength == StoreId.BYTES && intentionLength == Hash.BYTES && prevLength == Hash.BYTES
        ? Verdict.OK
        : Verdict.WITNESS_ID_LENGTH;
  }

  /** The array all offsets count in. */
  public byte[] bytes() {
    return bytes;
  }

  /** Where the content begins. */
  public int offset() {
    return offset;
  }

  /** Bytes of the content. */
  public int length() {
    return length;
  }

  /** Where the store id's 16 bytes are. */
  public int storeOffset() {
    return storeOffset;
  }

  /** The store, as a new record. */
  public StoreId store() {
    return StoreId.of(bytes, storeOffset);
  }

  /** Where the 32 bytes of the witnessed intention's hash are. */
  public int intentionOffset() {
    return intentionOffset;
  }

  /** The witnessed intention, as a new record. */
  public Hash intention() {
    return Hash.of(bytes, intentionOffset);
  }

  /** When it was witnessed by that node's clock, Unix ms, u64. */
  public long wallMs() {
    return wallMs;
  }

  /** Where the 32 bytes of the previous content's hash are. */
  public int prevOffset() {
    return prevOffset;
  }

  /** The previous content, as a new record; {@link Hash#ZERO} for the first. */
  public Hash prev() {
    return Hash.of(bytes, prevOffset);
  }

  /** Writes the 32 bytes of the content's name to {@code out[outOffset]}. */
  public void hash(Blake3 blake3, byte[] out, int outOffset) {
    blake3.hash(bytes, offset, length, out, outOffset);
  }

  @Override
  public String toString() {
    return "witness of " + intention().shortText() + " at " + Long.toUnsignedString(wallMs);
  }
}
