package dev.latticenano.core;

import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.relay.ChunkList;
import dev.latticenano.core.session.NeededChunks;
import dev.latticenano.core.store.StoreException;

/**
 * Which chunks a store of this node needs, as its author signs it for relays: all of them, or
 * nothing is said. Rules: docs/relay.md §6.
 */
public final class NeededList {
  private NeededList() {}

  /**
   * What is needed by all that is here.
   *
   * @return {@link ChunkList#NOT_YET}, or null: this node cannot say, for want of keys, of chunks
   *     that name others, or of room for more names
   */
  public static ChunkList.Content of(Node node, StoreId store) throws StoreException {
    Replica replica = node.replica(store);
    int count = replica.carriage().count();
    if (count < 0) {
      return count == NeededChunks.NOT_YET ? ChunkList.NOT_YET : null;
    }
    byte[] digest = new byte[Hash.BYTES];
    replica.dag().shown().digest(digest, 0);
    return new ChunkList.Content(Hash.of(digest, 0), count, replica.carriage().list());
  }
}
