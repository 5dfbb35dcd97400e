package dev.latticenano.core;

import dev.latticenano.core.state.Chunks;
import dev.latticenano.core.store.ChunkStore;
import dev.latticenano.core.store.StoreException;

/** The node's chunks as a walk asks for them. One that is damaged is not there. */
record HeldChunks(ChunkStore store) implements Chunks<StoreException> {
  @Override
  public boolean holds(byte[] chunk, int offset) throws StoreException {
    return store.holds(chunk, offset);
  }

  @Override
  public int read(byte[] chunk, int offset, byte[] out) throws StoreException {
    try {
      return store.read(chunk, offset, out, 0);
    } catch (StoreException damaged) {
      if (damaged.kind() == StoreException.Kind.CORRUPT) {
        return -1;
      }
      throw damaged;
    }
  }
}
