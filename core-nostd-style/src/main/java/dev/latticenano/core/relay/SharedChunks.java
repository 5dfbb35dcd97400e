package dev.latticenano.core.relay;

import dev.latticenano.core.store.ChunkStore;
import dev.latticenano.core.store.StoreException;

/** The chunks of the stores that one guest has sessions of, and no others. */
final class SharedChunks implements ChunkStore {
  private final Guest guest;

  SharedChunks(Guest guest) {
    this.guest = guest;
  }

  @Override
  public boolean holds(byte[] cid, int offset) throws StoreException {
    return size(cid, offset) >= 0;
  }

  @Override
  public int size(byte[] cid, int offset) throws StoreException {
    int size = -1;
    for (Holding each : guest.sessions()) {
      size = Math.max(size, each.place().chunks().size(cid, offset));
    }
    return size;
  }

  @Override
  public int read(byte[] cid, int cidOffset, byte[] out, int outOffset) throws StoreException {
    for (Holding each : guest.sessions()) {
      int length = each.place().chunks().read(cid, cidOffset, out, outOffset);
      if (length >= 0) {
        return length;
      }
    }
    return -1;
  }

  @Override
  public void write(byte[] cid, int cidOffset, byte[] source, int offset, int length)
      throws StoreException {
    for (Holding each : guest.sessions()) {
      each.chunks().keep(cid, cidOffset, source, offset, length);
    }
  }
}
