package dev.latticenano.core.store;

import java.util.Arrays;

/**
 * What a table looks like.
 *
 * @param name of the table, unique in its store: 1 to 16 small letters
 * @param keyBytes bytes of every key, 1 to 64; 0: keys of 0 to {@link #VARIABLE_BYTES_MAX} bytes
 *     and values of as many
 * @param valueBytes bytes of every value, 0 to 64; 0 for variable keys
 * @param filterBytes if not 0: most keys asked for are absent, and ranges are asked for within one
 *     prefix of this many bytes, so a filter over the prefix pays; of variable keys 0 or {@link
 *     #WHOLE_KEY}
 * @param summed true if sums of ranges are asked for; the key then ends with 32 bytes of hash, and
 *     there are no values
 */
public record TableShape(
    String name, int keyBytes, int valueBytes, int filterBytes, boolean summed) {
  /** Bytes of the longest key and of the longest value of a table without fixed lengths. */
  public static final int VARIABLE_BYTES_MAX = 65_536;

  /** A filter over keys of any lengths. */
  public static final int WHOLE_KEY = 255;

  private static final int FIXED_BYTES_MAX = 64;
  private static final int HASH_BYTES = 32;

  /** Checks the numbers. */
  public TableShape {
    if (!name.matches("[a-z]{1,16}")) {
      throw new IllegalArgumentException("name " + name + " is not 1 to 16 small letters");
    }
    if (keyBytes < 0 || keyBytes > FIXED_BYTES_MAX) {
      throw new IllegalArgumentException("keyBytes " + keyBytes + " outside 0 to 64");
    }
    if (valueBytes < 0 || valueBytes > (keyBytes == 0 ? 0 : FIXED_BYTES_MAX)) {
      throw new IllegalArgumentException("valueBytes " + valueBytes + " outside its range");
    }
    boolean whole = keyBytes == 0 && filterBytes == WHOLE_KEY;
    if (filterBytes < 0 || filterBytes > keyBytes && !whole) {
      throw new IllegalArgumentException("filterBytes " + filterBytes + " beyond the key");
    }
    if (summed && keyBytes < HASH_BYTES) {
      throw new IllegalArgumentException("a summed key ends with 32 bytes of hash");
    }
    if (summed && valueBytes > 0) {
      throw new IllegalArgumentException("a summed table has no values");
    }
  }

  /** A table of fixed key and value lengths. */
  public static TableShape fixed(String name, int keyBytes, int valueBytes) {
    return new TableShape(name, keyBytes, valueBytes, 0, false);
  }

  /** A table of keys and values of any length. */
  public static TableShape variable(String name) {
    return new TableShape(name, 0, 0, 0, false);
  }

  /** A table of keys and values of any length whose rows are looked for one by one, and fast. */
  public static TableShape sought(String name) {
    return variable(name).filtered(WHOLE_KEY);
  }

  /** The same with a filter over the first {@code bytes} of the key. */
  public TableShape filtered(int bytes) {
    return new TableShape(name, keyBytes, valueBytes, bytes, summed);
  }

  /** The same with sums. */
  public TableShape withSums() {
    return new TableShape(name, keyBytes, valueBytes, filterBytes, true);
  }

  /** True if rows of any lengths are looked for one by one. */
  public boolean isSought() {
    return keyBytes == 0 && filterBytes == WHOLE_KEY;
  }

  /** True if keys and values have fixed lengths. */
  public boolean isFixed() {
    return keyBytes > 0;
  }

  /**
   * Checks that a key of {@code length} bytes may stand in the table.
   *
   * @throws IllegalArgumentException it may not
   */
  public void checkKey(int length) {
    boolean fits = isFixed() ? length == keyBytes : length >= 0 && length <= VARIABLE_BYTES_MAX;
    if (!fits) {
      throw new IllegalArgumentException(name + ": key of " + length + " bytes");
    }
  }

  /**
   * True if there may be keys from {@code from}, inclusive, to {@code to}, exclusive; a null {@code
   * to} is behind every key.
   *
   * @throws IllegalArgumentException a bound has not a key's length
   */
  public boolean isRange(byte[] from, byte[] to) {
    checkKey(from.length);
    if (to == null) {
      return true;
    }
    checkKey(to.length);
    return Arrays.compareUnsigned(from, to) < 0;
  }
}
