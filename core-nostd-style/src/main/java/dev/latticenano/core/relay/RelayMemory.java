package dev.latticenano.core.relay;

import dev.latticenano.core.store.StoreException;

/**
 * What a relay must not forget between two runs, besides what lies in logs: values under names,
 * like a small table that is durable at once. The host's.
 *
 * <pre>
 * 't' ‖ number of a ticket 16   the ticket ‖ ids of the stores it was redeemed for, 16 each
 * 's' ‖ store id 16             the manifest that holds
 * 'c' ‖ store id 16             counters of its statements 8 and of its prune receipts 8
 * 'r' ‖ store id 16 ‖ counter 8 a prune receipt
 * </pre>
 */
public interface RelayMemory {
  /** Receives what is kept. */
  interface Reader {
    /** One value under its name, both the receiver's. */
    void value(byte[] name, byte[] value) throws StoreException;
  }

  /**
   * Keeps a value, in the place of one under the same name; durable when it returns.
   *
   * @throws StoreException LOCKED if another process changed it since it was read here
   */
  void keep(byte[] name, byte[] value) throws StoreException;

  /** Forgets a value, durably; nothing happens if there is none of that name. */
  void forget(byte[] name) throws StoreException;

  /** Shows all values, in any order. */
  void read(Reader reader) throws StoreException;
}
