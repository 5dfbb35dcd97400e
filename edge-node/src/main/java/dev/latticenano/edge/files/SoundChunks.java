package dev.latticenano.edge.files;

import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.state.Chunks;
import dev.latticenano.core.store.ChunkStore;
import dev.latticenano.core.store.StoreException;

/** The chunks on disk as whoever reads content asks for them: a damaged one is as good as none. */
final class SoundChunks implements Chunks<StoreException> {
  private final ChunkStore chunks;
  private Hash damaged = Hash.ZERO;

  SoundChunks(ChunkStore chunks) {
    this.chunks = chunks;
  }

  @Override
  public boolean holds(byte[] name, int offset) throws StoreException {
    return chunks.holds(name, offset);
  }

  @Override
  public int read(byte[] name, int offset, byte[] out) throws StoreException {
    try {
      return chunks.read(name, offset, out, 0);
    } catch (StoreException e) {
      if (e.kind() == StoreException.Kind.CORRUPT) {
        damaged = Hash.of(name, offset);
        return -1;
      }
      throw e;
    }
  }

  /** True if {@code chunk} is the one found damaged last. */
  boolean isDamaged(Hash chunk) {
    return damaged.equals(chunk);
  }
}
