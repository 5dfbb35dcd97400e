package dev.latticenano.core.store;

/**
 * Tables out of which most rows can go at once: what stays of a table is written anew in one pass,
 * in turns, and takes the place of the rest when it is whole. What is put meanwhile and let through
 * stays. One table at a time; nothing may be deleted from it before its pass is done.
 */
public interface SievedTables extends Tables {
  /**
   * True if a pass over a table pays, and needs no more room than a merge may take.
   *
   * @param share of its rows that stay, about, 0 to 1
   */
  boolean sieves(TableShape shape, double share) throws StoreException;

  /**
   * Begins a pass over the rows that the last checkpoint left in a table.
   *
   * @param share of them that stay, about, 0 to 1
   */
  Sieving sieve(TableShape shape, double share, Sieve sieve) throws StoreException;

  /** Says of rows whether they stay; of the same row always the same. May read other tables. */
  interface Sieve {
    /** True if the row stays. The bytes are lent for the call. */
    boolean stays(byte[] key, int keyOffset, int keyLength, byte[] value, int valueOffset)
        throws StoreException;
  }

  /** A pass under way. */
  interface Sieving {
    /**
     * Looks at about {@code rowsMost} rows.
     *
     * @return true as long as there is more; when false, the others are gone, durably
     * @throws StoreException the pass is given up, and the table is as it was
     */
    boolean step(int rowsMost) throws StoreException;

    /** Gives the pass up; the table is as it was. */
    void abandon();
  }
}
