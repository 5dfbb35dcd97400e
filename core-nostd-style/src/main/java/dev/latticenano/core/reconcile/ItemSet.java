package dev.latticenano.core.reconcile;

import dev.latticenano.core.store.IdSum;
import dev.latticenano.core.store.StoreException;

/**
 * An ordered set of items as the protocol looks at it. An item is a number, unsigned and below 2^64
 * − 1, when it was created in whatever unit, and an id of 32 bytes; items are ordered by created,
 * then by id as bytes. An index is an item's place in that order, from 0.
 *
 * <p>The set stands still from one {@link #size} to the next. Every call should take time
 * logarithmic in the size, the last one for its first item. {@link ItemTree} is one on the heap,
 * {@link TableItems} one in tables.
 */
public interface ItemSet {
  /** How many items there are; indexes learnt before the call no longer count. */
  int size() throws StoreException;

  /**
   * How many items lie before the item ({@code created}, 32 bytes at {@code id[offset]}), which
   * need not be there. {@code before} becomes the sum of their ids.
   */
  int below(long created, byte[] id, int offset, IdSum before) throws StoreException;

  /** {@code before} becomes the sum of the ids of the first {@code index} items. */
  void sumBefore(int index, IdSum before) throws StoreException;

  /** Shows the items from one index to another, exclusive, in order. */
  void items(int from, int to, Reader reader) throws StoreException;

  /** Receives items; the bytes are lent for the call. */
  interface Reader {
    /** One item: 32 bytes of id at {@code id[offset]}. */
    void item(long created, byte[] id, int offset);
  }
}
