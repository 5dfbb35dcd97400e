package dev.latticenano.core.relay;

import dev.latticenano.core.store.MemoryStore;
import dev.latticenano.core.store.Store;
import dev.latticenano.core.store.StoreException;

/** A log in memory, on a disk that can be full. */
final class FullLog implements Store {
  private final MemoryStore log = new MemoryStore();
  boolean full;

  void cutPower() {
    log.cutPower();
  }

  @Override
  public long append(int kind, byte[] source, int offset, int length) throws StoreException {
    if (full) {
      throw new StoreException(StoreException.Kind.FULL, "no room", null);
    }
    return log.append(kind, source, offset, length);
  }

  @Override
  public void sync() throws StoreException {
    log.sync();
  }

  @Override
  public int read(long position, byte[] out, int offset) throws StoreException {
    return log.read(position, out, offset);
  }

  @Override
  public void scan(long from, Reader reader) throws StoreException {
    log.scan(from, reader);
  }

  @Override
  public long end() {
    return log.end();
  }
}
