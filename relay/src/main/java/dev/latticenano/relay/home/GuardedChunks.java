package dev.latticenano.relay.home;

import dev.latticenano.core.store.PrunableChunks;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.storage.disk.SpaceGuard;
import java.nio.file.Path;

/** Chunks that are taken only while enough of the disk is free. */
final class GuardedChunks implements PrunableChunks {
  private final PrunableChunks chunks;
  private final SpaceGuard guard;
  private final Path place;

  /** Chunks at {@code place}, which {@code guard} admits. */
  GuardedChunks(PrunableChunks chunks, SpaceGuard guard, Path place) {
    this.chunks = chunks;
    this.guard = guard;
    this.place = place;
  }

  @Override
  public boolean holds(byte[] cid, int offset) throws StoreException {
    return chunks.holds(cid, offset);
  }

  @Override
  public int size(byte[] cid, int offset) throws StoreException {
    return chunks.size(cid, offset);
  }

  @Override
  public int read(byte[] cid, int cidOffset, byte[] out, int outOffset) throws StoreException {
    return chunks.read(cid, cidOffset, out, outOffset);
  }

  @Override
  public void write(byte[] cid, int cidOffset, byte[] source, int offset, int length)
      throws StoreException {
    if (!chunks.holds(cid, cidOffset)) {
      guard.admit(place, length);
      chunks.write(cid, cidOffset, source, offset, length);
    }
  }

  @Override
  public void names(Reader reader) throws StoreException {
    chunks.names(reader);
  }

  @Override
  public void remove(byte[] cid, int offset) throws StoreException {
    chunks.remove(cid, offset);
  }

  @Override
  public void syncRemoved() throws StoreException {
    chunks.syncRemoved();
  }
}
