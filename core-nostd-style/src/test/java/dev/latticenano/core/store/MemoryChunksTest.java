package dev.latticenano.core.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class MemoryChunksTest implements ChunkStoreContract {
  @Override
  public ChunkStore emptyChunks() {
    return new MemoryChunks();
  }

  @Test
  void countsEachChunkOnce() {
    MemoryChunks chunks = new MemoryChunks();
    byte[] chunk = ChunkStoreContract.chunk(1, 10);
    byte[] cid = ChunkStoreContract.cid(chunk);
    chunks.write(cid, 0, chunk, 0, 10);
    chunks.write(cid, 0, chunk, 0, 10);
    assertEquals(1, chunks.heldCount());
    assertEquals(10, chunks.heldBytes());
  }
}
