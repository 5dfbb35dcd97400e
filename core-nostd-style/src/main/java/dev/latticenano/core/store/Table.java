package dev.latticenano.core.store;

/**
 * Rows of a key and a value in unsigned byte order of the keys, a shorter key first where one
 * begins the other. Derived from the log: replaceable by replay, never the only copy of anything.
 * Keys and values have the lengths of the table's {@link TableShape}; others are refused with an
 * {@link IllegalArgumentException}. Arrays are copied, never kept. Not thread-safe: one owner.
 *
 * <p>Tables of a fixed shape allocate nothing per operation, pages that stay excepted. Every
 * implementation passes {@code TableContract}.
 */
public interface Table {
  /** There is no such row. */
  int ABSENT = -1;

  /**
   * Copies the value under a key to {@code out}, which has room for it from {@code outOffset}.
   *
   * @return its length, or {@link #ABSENT}
   */
  int get(byte[] key, int keyOffset, int keyLength, byte[] out, int outOffset)
      throws StoreException;

  /** Writes a row, in the place of one with the same key. */
  void put(byte[] key, int keyOffset, int keyLength, byte[] value, int valueOffset, int valueLength)
      throws StoreException;

  /** Removes a row; nothing happens if there is none. */
  void delete(byte[] key, int keyOffset, int keyLength) throws StoreException;

  /**
   * Shows {@code reader} the rows from key {@code from}, inclusive, to key {@code to}, exclusive,
   * in order; a null {@code to} is behind every key. Both bounds have a key's length. The reader
   * may read the table, and must not write to it.
   */
  void range(byte[] from, byte[] to, Reader reader) throws StoreException;

  /**
   * Copies the greatest row whose key is not above {@code key} to {@code row}.
   *
   * @return false if there is none; then {@code row} is unchanged
   */
  boolean floor(byte[] key, int keyOffset, int keyLength, Row row) throws StoreException;

  /** Receives rows. The bytes are lent for the call only. */
  interface Reader {
    /** One row; return false to stop. */
    boolean row(
        byte[] key, int keyOffset, int keyLength, byte[] value, int valueOffset, int valueLength)
        throws StoreException;
  }
}
