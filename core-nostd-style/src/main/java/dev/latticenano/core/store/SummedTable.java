package dev.latticenano.core.store;

/**
 * A table that knows the sum over any range of its keys, which is what set reconciliation compares:
 * the last 32 bytes of each key, taken as a little-endian number, added modulo 2^256, and their
 * count. A put must be of a key that is absent, a delete of one that is present: what is added and
 * subtracted is not looked up.
 */
public interface SummedTable extends Table {
  /**
   * Adds the rows from {@code from}, inclusive, to {@code to}, exclusive or null, to {@code sum}.
   */
  void sum(byte[] from, byte[] to, IdSum sum) throws StoreException;
}
