package dev.latticenano.postgres;

import dev.latticenano.core.store.StoreException;
import java.security.SecureRandom;
import java.util.NavigableMap;

/**
 * What all processes of a site share, an ordered map of bytes: which tickets are redeemed for which
 * stores, counters of the relay. Every change is a transaction of its own and says what it expects
 * to find, so two processes never both redeem the last of a ticket.
 */
public final class SharedEntries {
  private static final int TAG_BYTES = 16;

  private final Database database;
  private final SecureRandom random = new SecureRandom();
  private final EntryRows rows = new EntryRows(new byte[16]);

  /** The entries of the site on {@code database}. */
  SharedEntries(Database database) {
    this.database = database;
  }

  /** A copy of the value under {@code key}, or null. */
  public byte[] value(byte[] key) throws StoreException {
    return database.read("read a shared entry", connection -> rows.value(connection, key));
  }

  /**
   * Replaces the value under {@code key}, durably, if it is {@code before}; null: if there is none.
   *
   * @return true if it was replaced; false if it was another
   */
  public boolean replace(byte[] key, byte[] before, byte[] value) throws StoreException {
    EntryRows.check(key, value);
    // By it a commit whose answer was lost is known for what it is when it is done again.
    byte[] tag = new byte[TAG_BYTES];
    random.nextBytes(tag);
    return database.transact(
        "write a shared entry", connection -> rows.replace(connection, key, before, value, tag));
  }

  /** The entries from key {@code from} to key {@code to}, exclusive or null: copies, in order. */
  public NavigableMap<byte[], byte[]> range(byte[] from, byte[] to) throws StoreException {
    return database.read("read shared entries", connection -> rows.range(connection, from, to));
  }
}
