package dev.latticenano.core.session;

import dev.latticenano.core.HeapKeys;
import dev.latticenano.core.dag.LogRecord;
import dev.latticenano.core.store.MemoryStore;
import dev.latticenano.core.store.MemoryTables;
import dev.latticenano.core.store.Store;
import dev.latticenano.core.store.StoreException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** A log on a disk that can fill up and lose power, and the tables that follow it. */
final class MeshStore implements Store {
  // So few that some nodes start from a checkpoint and some do not.
  private static final int DUE_ROWS = 64;

  private final MeshDisk disk;
  private final MemoryStore memory = new MemoryStore();
  private final MemoryTables tables = new MemoryTables(DUE_ROWS);
  private final HeapKeys keys = new HeapKeys();
  private final Set<Long> rotten = new HashSet<>();
  private boolean dirty;
  private long syncedEnd;

  MeshStore(MeshDisk disk) {
    this.disk = disk;
  }

  @Override
  public long append(int kind, byte[] source, int offset, int length) throws StoreException {
    disk.write();
    dirty = true;
    return memory.append(kind, source, offset, length);
  }

  @Override
  public void sync() throws StoreException {
    if (dirty) {
      disk.sync();
      dirty = false;
    }
    memory.sync();
    syncedEnd = memory.end();
  }

  /** Intentions that were witnessed and that a power cut cannot take. */
  int durableCount() throws StoreException {
    int[] count = new int[1];
    scan(
        0,
        (position, kind, bytes, offset, length) -> {
          boolean witnessed = kind == LogRecord.WITNESS || kind == LogRecord.WITNESSED_INTENTION;
          count[0] += witnessed && position < syncedEnd ? 1 : 0;
          return position < syncedEnd;
        });
    return count[0];
  }

  @Override
  public long end() {
    return memory.end();
  }

  @Override
  public int read(long position, byte[] out, int offset) throws StoreException {
    if (!rotten.isEmpty() && rotten.contains(position)) {
      throw new StoreException(StoreException.Kind.CORRUPT, "bad sector at " + position, null);
    }
    return memory.read(position, out, offset);
  }

  @Override
  public void scan(long from, Reader reader) throws StoreException {
    memory.scan(
        from,
        (position, kind, bytes, offset, length) ->
            rotten.contains(position) || reader.record(position, kind, bytes, offset, length));
  }

  /** The record of the {@code index}-th intention, from 0, cannot be read any more. */
  void rot(int index) throws StoreException {
    List<Long> intentions = new ArrayList<>();
    memory.scan(
        0,
        (position, kind, bytes, offset, length) -> {
          if (kind == LogRecord.SIGNED_INTENTION || kind == LogRecord.WITNESSED_INTENTION) {
            intentions.add(position);
          }
          return true;
        });
    rotten.add(intentions.get(index));
  }

  HeapKeys keys() {
    return keys;
  }

  MemoryTables tables() {
    return tables;
  }

  void cutPower() {
    memory.cutPower();
    tables.cutPower();
    dirty = false;
  }

  /** A log with the same durable records. */
  MeshStore copy(MeshDisk onto) throws StoreException {
    MeshStore copy = new MeshStore(onto);
    scan(
        0,
        (position, kind, bytes, offset, length) -> {
          copy.memory.append(kind, bytes, offset, length);
          return true;
        });
    copy.memory.sync();
    copy.syncedEnd = copy.memory.end();
    keys.copy(copy.keys);
    return copy;
  }
}
