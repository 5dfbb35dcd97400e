package dev.latticenano.core.intention;

import dev.latticenano.core.bytes.BigEndian;
import dev.latticenano.core.bytes.LittleEndian;
import dev.latticenano.core.crypto.Blake3;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/**
 * The name of a store: a UUID of 16 bytes in RFC 9562 order, as two big-endian longs. Stores made
 * here have version 8 and name their creator; stores made elsewhere are random.
 */
public record StoreId(long high, long low) implements Comparable<StoreId> {
  /** Bytes of the raw form. */
  public static final int BYTES = 16;

  /** The nil UUID: no store. */
  public static final StoreId NIL = new StoreId(0, 0);

  private static final byte[] DERIVATION = "lattice-nano store".getBytes(StandardCharsets.US_ASCII);

  /** The value of the 16 bytes at {@code bytes[offset]}. */
  public static StoreId of(byte[] bytes, int offset) {
    return new StoreId(BigEndian.longAt(bytes, offset), BigEndian.longAt(bytes, offset + 8));
  }

  /**
   * The store that {@code creator} makes with the nonce of its genesis op: the first 16 bytes of
   * BLAKE3("lattice-nano store" ‖ creator key ‖ nonce as u32 little-endian), with version 8 and the
   * RFC variant set. Whoever holds the genesis intention can check the name.
   */
  public static StoreId derive(Blake3 blake3, AuthorId creator, int nonce) {
    byte[] bytes = new byte[AuthorId.BYTES + 4];
    creator.write(bytes, 0);
    LittleEndian.putInt(bytes, AuthorId.BYTES, nonce);
    blake3.reset();
    blake3.update(DERIVATION, 0, DERIVATION.length);
    blake3.update(bytes, 0, bytes.length);
    byte[] hash = new byte[Hash.BYTES];
    blake3.digest(hash, 0);
    StoreId raw = of(hash, 0);
    return new StoreId(
        (raw.high & ~0xF000L) | 0x8000L,
        (raw.low & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L);
  }

  /**
   * The value of hyphenated text of either case, like {@code aaaaaaaa-aaaa-aaaa-aaaa-aaaaaaaaaaaa}.
   *
   * @throws IllegalArgumentException anything else
   */
  public static StoreId parse(String text) {
    if (text.length() != 36) {
      throw new IllegalArgumentException("expected a UUID of 36 characters, got " + text.length());
    }
    long high = 0;
    long low = 0;
    for (int i = 0; i < 36; i++) {
      char c = text.charAt(i);
      if (i == 8 || i == 13 || i == 18 || i == 23) {
        if (c != '-') {
          throw new IllegalArgumentException("expected '-' at position " + i + " of a UUID");
        }
        continue;
      }
      int digit = c < 128 ? Character.digit(c, 16) : -1;
      if (digit < 0) {
        throw new IllegalArgumentException("expected a hexadecimal digit at position " + i);
      }
      high = i < 18 ? high << 4 | digit : high;
      low = i > 18 ? low << 4 | digit : low;
    }
    return new StoreId(high, low);
  }

  /** True if the name is of the form that {@link #derive} gives: version 8. */
  public boolean isDerived() {
    return (high & 0xF000L) == 0x8000L && low >>> 62 == 2;
  }

  /** Writes the 16 raw bytes to {@code out[offset]}. */
  public void write(byte[] out, int offset) {
    BigEndian.putLong(out, offset, high);
    BigEndian.putLong(out, offset + 8, low);
  }

  /** A new array of the 16 raw bytes. */
  public byte[] toBytes() {
    byte[] bytes = new byte[BYTES];
    write(bytes, 0);
    return bytes;
  }

  /** True if the 16 bytes at {@code bytes[offset]} are this value. */
  public boolean matches(byte[] bytes, int offset) {
    return BigEndian.longAt(bytes, offset) == high && BigEndian.longAt(bytes, offset + 8) == low;
  }

  /** The order of the raw bytes, unsigned. */
  @Override
  public int compareTo(StoreId other) {
    int order = Long.compareUnsigned(high, other.high);
    return order == 0 ? Long.compareUnsigned(low, other.low) : order;
  }

  /** Hyphenated lower-case text. */
  @Override
  public String toString() {
    return new UUID(high, low).toString();
  }
}
