package dev.latticenano.storage.table;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Map;
import org.mapdb.Serializer;
import org.mapdb.SortedTableMap;
import org.mapdb.volume.FileChannelVol;
import org.mapdb.volume.Volume;

/**
 * An immutable file of hashes and positions, sorted by hash: a MapDB {@code SortedTableMap}. MapDB
 * recovers nothing after a crash, so a table is written once, sealed by a checksum of its bytes,
 * and made anew from the log when in doubt. Finding allocates.
 */
final class SortedTable implements Closeable {
  private static final long PAGE_BYTES = 65_536;
  private static final int PAGE_SHIFT = 16;
  private static final int NODE_ENTRIES = 32;

  private final Volume volume;
  private final SortedTableMap<byte[], Long> map;

  private SortedTable(Volume volume, SortedTableMap<byte[], Long> map) {
    this.volume = volume;
    this.map = map;
  }

  /**
   * Writes a new file of what {@code old} (or null) and {@code young} hold. Not synced. The old
   * position of a hash goes before a younger one.
   *
   * @return entries written, at least one
   */
  static long write(Path path, SortedTable old, HashOverlay young) throws IOException {
    try {
      Volume volume =
          FileChannelVol.FACTORY.makeVolume(path.toString(), false, 0, PAGE_SHIFT, 0, false);
      try {
        SortedTableMap.Sink<byte[], Long> sink =
            SortedTableMap.create(volume, Serializer.BYTE_ARRAY, Serializer.LONG)
                .pageSize(PAGE_BYTES)
                .nodeSize(NODE_ENTRIES)
                .createFromSink();
        long entries = merge(sink, old, young);
        sink.create();
        return entries;
      } finally {
        volume.close();
      }
    } catch (RuntimeException e) {
      throw unwrapped(path, e);
    }
  }

  /** Opens a file whose checksum has been verified. */
  static SortedTable open(Path path) throws IOException {
    try {
      Volume volume =
          FileChannelVol.FACTORY.makeVolume(path.toString(), true, 0, PAGE_SHIFT, 0, false);
      return new SortedTable(
          volume, SortedTableMap.open(volume, Serializer.BYTE_ARRAY, Serializer.LONG));
    } catch (RuntimeException e) {
      throw unwrapped(path, e);
    }
  }

  /** The position of {@code hash}, or -1. */
  long find(byte[] hash) throws IOException {
    try {
      Long position = map.get(hash);
      return position == null ? -1 : position;
    } catch (RuntimeException e) {
      throw new IOException(String.valueOf(e.getMessage()), e);
    }
  }

  @Override
  public void close() {
    map.close();
    volume.close();
  }

  private static long merge(
      SortedTableMap.Sink<byte[], Long> sink, SortedTable old, HashOverlay young) {
    Iterator<Map.Entry<byte[], Long>> entries = old == null ? null : old.map.entryIterator();
    Map.Entry<byte[], Long> next = advance(entries);
    long written = 0;
    for (int slot : young.sorted()) {
      byte[] hash = young.hashAt(slot);
      int order = -1;
      while (next != null && (order = Serializer.BYTE_ARRAY.compare(next.getKey(), hash)) <= 0) {
        sink.put(next.getKey(), next.getValue());
        written++;
        next = advance(entries);
        if (order == 0) {
          break;
        }
      }
      if (order != 0) {
        sink.put(hash, young.positionAt(slot));
        written++;
      }
    }
    for (; next != null; next = advance(entries)) {
      sink.put(next.getKey(), next.getValue());
      written++;
    }
    return written;
  }

  private static Map.Entry<byte[], Long> advance(Iterator<Map.Entry<byte[], Long>> entries) {
    return entries != null && entries.hasNext() ? entries.next() : null;
  }

  /** MapDB wraps what the disk says in exceptions of its own. */
  private static IOException unwrapped(Path path, RuntimeException e) {
    for (Throwable t = e; t != null; t = t.getCause()) {
      if (t instanceof IOException io) {
        return io;
      }
    }
    return new IOException(path + ": " + e, e);
  }
}
