package dev.latticenano.storage.log;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.core.store.Store;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.storage.disk.PowerCutDisk;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * What a script did to a log: each record with its position and the number of disk operations after
 * which it was acknowledged. Judges what a later opening shows.
 */
final class Trace {
  private final PowerCutDisk disk;
  private final SegmentLog log;
  private final NavigableMap<Long, byte[]> appended = new TreeMap<>();
  private final NavigableMap<Integer, Long> acknowledged = new TreeMap<>();

  Trace(PowerCutDisk disk, SegmentLog log) throws StoreException {
    this.disk = disk;
    this.log = log;
    appended.putAll(shown(log));
    acknowledged.put(0, log.end());
  }

  /** Appends {@code bytes} whose first byte, if any, also decides the kind. */
  void append(byte[] bytes) throws StoreException {
    int kind = kind(bytes);
    appended.put(log.append(kind, bytes, 0, bytes.length), bytes.clone());
  }

  /** Appends a record that only storage sees. */
  void appendOwn(byte[] bytes) throws StoreException {
    log.appendOwn(OwnRecord.RUNS, bytes, 0, bytes.length);
  }

  void sync() throws StoreException {
    log.sync();
    acknowledged.put(disk.operations(), log.end());
  }

  /** Lets a sync fail because only {@code bytes} more fit, then makes room. */
  void fillDisk(long bytes) {
    disk.spaceBytes(bytes);
    StoreException e = assertThrows(StoreException.class, log::sync);
    assertEquals(StoreException.Kind.FULL, e.kind());
    disk.spaceBytes(Long.MAX_VALUE);
  }

  /** The log's end that was acknowledged when {@code n} operations had happened. */
  long safeEnd(int n) {
    return acknowledged.floorEntry(n).getValue();
  }

  /** Everything a log shows, body by position; kinds are checked on the way. */
  static NavigableMap<Long, byte[]> shown(SegmentLog log) throws StoreException {
    NavigableMap<Long, byte[]> shown = new TreeMap<>();
    log.scan(
        0,
        (position, kind, bytes, offset, length) -> {
          byte[] body = Arrays.copyOfRange(bytes, offset, offset + length);
          assertEquals(kind(body), kind);
          assertTrue(shown.put(position, body) == null);
          byte[] out = new byte[length];
          assertEquals(length, log.read(position, out, 0));
          assertArrayEquals(body, out);
          return true;
        });
    return shown;
  }

  /**
   * Fails unless {@code log}, opened after a cut at operation {@code n}, shows all that was
   * acknowledged before and nothing that was not appended; and unless it reports damage, the first
   * of the records.
   *
   * @param prefix true if there must be no damage
   */
  void judge(SegmentLog log, int n, boolean prefix, String cut) throws StoreException {
    NavigableMap<Long, byte[]> shown = shown(log);
    List<Long> safe = new ArrayList<>(appended.headMap(safeEnd(n)).keySet());
    assertTrue(shown.keySet().containsAll(safe), () -> "acknowledged records are lost: " + cut);
    shown.forEach(
        (position, body) ->
            assertArrayEquals(appended.get(position), body, () -> "invented at " + position + cut));
    List<Long> first = new ArrayList<>(appended.keySet()).subList(0, shown.size());
    boolean isPrefix = first.equals(List.copyOf(shown.keySet()));
    assertTrue(isPrefix || !log.recovery().damaged().isEmpty(), () -> "an unreported hole: " + cut);
    if (prefix) {
      assertTrue(isPrefix, cut);
      assertTrue(log.recovery().damaged().isEmpty(), cut);
    }
  }

  private static int kind(byte[] body) {
    return body.length == 0 || body[0] == 0 ? 1 : Math.min(body[0] & 0xff, Store.KIND_MAX);
  }
}
