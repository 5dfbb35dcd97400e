package dev.latticenano.core;

import dev.latticenano.core.store.ChunkStore;

/** Keeps nothing: for what is only to be named. */
final class NoChunks implements ChunkStore {
  @Override
  public boolean holds(byte[] cid, int offset) {
    return false;
  }

  @Override
  public int size(byte[] cid, int offset) {
    return -1;
  }

  @Override
  public int read(byte[] cid, int cidOffset, byte[] out, int outOffset) {
    return -1;
  }

  @Override
  public void write(byte[] cid, int cidOffset, byte[] source, int offset, int length) {}
}
