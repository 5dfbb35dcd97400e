package dev.latticenano.storage.chunk;

import dev.latticenano.core.store.StoreException;

/**
 * Removes the chunks that a judge releases, in passes: what names other chunks goes after them, and
 * each pass is durable before the next begins. So wherever it is cut, no chunk is left that is no
 * longer named by what named it, and doing it again does the rest. Nobody may write chunks
 * meanwhile.
 */
public final class ChunkSweep {
  /** Passes, numbered from 0. */
  public static final int PASSES = 3;

  private final ChunkFiles chunks;
  private final Judge judge;
  private long removed;
  private long removedBytes;

  /** Says what goes. */
  public interface Judge {
    /** The pass in which a chunk goes, below {@link #PASSES}; -1 if it stays. */
    int pass(byte[] cid, int offset) throws StoreException;
  }

  /** A sweep of {@code chunks} that has removed nothing yet. */
  public ChunkSweep(ChunkFiles chunks, Judge judge) {
    this.chunks = chunks;
    this.judge = judge;
  }

  /** Removes all that goes; durable when it returns. */
  public void run() throws StoreException {
    for (int pass = 0; pass < PASSES; pass++) {
      int now = pass;
      chunks.names(
          (cid, bytes) -> {
            if (judge.pass(cid, 0) == now) {
              chunks.remove(cid, 0);
              removed++;
              removedBytes += bytes;
            }
          });
      chunks.syncRemoved();
    }
  }

  /** Chunks removed so far. */
  public long removed() {
    return removed;
  }

  /** Their bytes. */
  public long removedBytes() {
    return removedBytes;
  }
}
