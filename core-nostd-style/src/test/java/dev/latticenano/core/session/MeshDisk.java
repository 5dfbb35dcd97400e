package dev.latticenano.core.session;

import dev.latticenano.core.store.ChunkStore;
import dev.latticenano.core.store.MemoryChunks;
import dev.latticenano.core.store.StoreException;

/** A disk with room for so many writes, and the chunks on it. */
final class MeshDisk implements ChunkStore {
  private final MemoryChunks chunks = new MemoryChunks();
  private long room = Long.MAX_VALUE;
  private long powerLeft = Long.MAX_VALUE;
  private long writes;
  private long syncs;

  void room(long newRoom) {
    room = newRoom;
  }

  /** Power fails at the write after so many: {@link MeshNode#crash} must follow. */
  void power(long newPowerLeft) {
    powerLeft = newPowerLeft;
  }

  long writes() {
    return writes;
  }

  /** What a look at the free space would say. */
  boolean hasRoom() {
    return room > 0;
  }

  /** Syncs of logs that had something to sync. */
  long syncs() {
    return syncs;
  }

  void sync() throws StoreException {
    write();
    syncs++;
  }

  void write() throws StoreException {
    if (powerLeft-- <= 0) {
      throw new StoreException(StoreException.Kind.IO, "power is gone", null);
    }
    if (room <= 0) {
      throw new StoreException(StoreException.Kind.FULL, "disk is full", null);
    }
    room--;
    writes++;
  }

  @Override
  public boolean holds(byte[] cid, int offset) {
    return chunks.holds(cid, offset);
  }

  @Override
  public int size(byte[] cid, int offset) {
    return chunks.size(cid, offset);
  }

  @Override
  public int read(byte[] cid, int cidOffset, byte[] out, int outOffset) {
    return chunks.read(cid, cidOffset, out, outOffset);
  }

  @Override
  public void write(byte[] cid, int cidOffset, byte[] source, int offset, int length)
      throws StoreException {
    write();
    chunks.write(cid, cidOffset, source, offset, length);
  }

  int heldCount() {
    return chunks.heldCount();
  }
}
