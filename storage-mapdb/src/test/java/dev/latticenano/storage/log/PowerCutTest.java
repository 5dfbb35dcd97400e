package dev.latticenano.storage.log;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.core.bytes.Seeds;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.storage.disk.PowerCutDisk;
import dev.latticenano.storage.disk.PowerCutDisk.Unsynced;
import dev.latticenano.storage.disk.PowerCuts;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Enumerates, for short scripts, every power cut between and inside the operations of the disk. */
class PowerCutTest {
  private static final Path DIRECTORY = Path.of("/log");
  private static final UUID STORE = new UUID(1, 2);
  private static final int SMALL_SEGMENT = 300;
  private static final int BUFFER_BYTES = 512;
  private static final long SALT = 0x5eed_5a17L;

  // Reads of an opening of so small a log, however damaged: it neither loops nor reads bytewise.
  private static final int READS_MAX = 400;

  private static final List<Script> SCRIPTS =
      List.of(
          PowerCutTest::rollsOver,
          PowerCutTest::writesLargeRecords,
          PowerCutTest::writesManyPagesInABatch,
          PowerCutTest::runsFull);

  /** Something done to a log. */
  private interface Script {
    void run(Trace trace) throws StoreException;
  }

  @Test
  void losesNothingWhenPowerFailsDuringSmallBatches() throws StoreException {
    int cuts =
        explore(
            new PowerCutDisk(),
            SegmentLog.SEGMENT_BYTES,
            2,
            trace -> {
              trace.append(body(1, 20));
              trace.append(body(2, 0));
              trace.sync();
              trace.append(body(3, 70));
              trace.append(body(4, 5));
              trace.append(body(5, 33));
              trace.sync();
            });
    assertTrue(cuts > 1000, "cuts: " + cuts);
  }

  @Test
  void losesNothingWhenPowerFailsAroundANewSegment() throws StoreException {
    int cuts =
        explore(
            new PowerCutDisk(),
            SMALL_SEGMENT,
            1,
            trace -> {
              for (int i = 1; i <= 8; i++) {
                trace.append(body(i, 60));
                if (i % 3 == 0) {
                  trace.sync();
                }
              }
            });
    assertTrue(cuts > 1000, "cuts: " + cuts);
  }

  @Test
  void losesNothingWhenPagesReachTheDiskOutOfOrder() throws StoreException {
    PowerCutDisk disk = new PowerCutDisk();
    Trace trace = new Trace(disk, open(disk, SegmentLog.SEGMENT_BYTES));
    trace.append(body(1, 3000));
    trace.sync();
    for (int i = 2; i < 12; i++) {
      trace.append(body(i, 100 + i * 700));
    }
    trace.sync();
    int cuts = 0;
    for (int n = 0; n <= disk.operations(); n++) {
      for (int page = 0; page < 12; page++) {
        PowerCutDisk left = disk.crash(n, 0, disk.unsyncedNames(n), Unsynced.PAGE_LOST, page);
        goOn(left, trace, n, false, " page " + page + " lost at " + n);
        cuts++;
      }
    }
    assertTrue(cuts > 50, "cuts: " + cuts);
  }

  @Test
  void losesNothingWhenPowerFailsDuringARecordLargerThanTheBuffer() throws StoreException {
    PowerCutDisk disk = new PowerCutDisk();
    Trace trace = new Trace(disk, open(disk, SegmentLog.SEGMENT_BYTES));
    trace.append(body(1, 10));
    trace.append(body(2, 100_000));
    trace.append(body(3, 10));
    trace.sync();
    for (int n = 0; n <= disk.operations(); n++) {
      int bytes = n == disk.operations() ? 0 : disk.writeBytes(n);
      for (int part = 0; part <= bytes; part += 1 + bytes / 40) {
        for (Unsynced unsynced : Unsynced.values()) {
          PowerCutDisk left = disk.crash(n, part, disk.unsyncedNames(n), unsynced, 0);
          goOn(left, trace, n, false, " " + unsynced + " at " + n + "+" + part);
        }
      }
    }
  }

  @Test
  void losesNothingWhenPowerFailsAfterAFullDiskWasCutBack() throws StoreException {
    PowerCutDisk disk = new PowerCutDisk();
    SegmentLog log = open(disk, SegmentLog.SEGMENT_BYTES);
    Trace trace = new Trace(disk, log);
    trace.append(body(1, 40));
    trace.sync();
    trace.append(body(2, 50));
    disk.spaceBytes(30);
    try {
      trace.sync();
      throw new AssertionError("the disk is not full");
    } catch (StoreException e) {
      assertEquals(StoreException.Kind.FULL, e.kind());
    }
    disk.spaceBytes(Long.MAX_VALUE);
    trace.append(body(3, 60));
    trace.sync();
    assertTrue(enumerate(disk, trace, SegmentLog.SEGMENT_BYTES, 0) > 300);
  }

  /** Whatever combination of unsynced pages and names is there, each of them torn or not. */
  @Test
  void losesNothingWhicheverUnsyncedWritesSurvive() {
    Seeds.run(
        PowerCutTest.class,
        random -> {
          int cuts = 0;
          for (Script script : SCRIPTS) {
            PowerCutDisk disk = new PowerCutDisk();
            Trace trace = new Trace(disk, open(disk, SMALL_SEGMENT));
            script.run(trace);
            cuts += combine(disk, trace, random, true);
          }
          assertTrue(cuts > 1000, "cuts: " + cuts);
        });
  }

  /** Every combination after every operation; a part of them is cut again while it recovers. */
  private static int combine(PowerCutDisk disk, Trace trace, Random random, boolean again)
      throws StoreException {
    PowerCuts cuts = new PowerCuts(disk, random);
    int[] count = {0};
    for (int n = 0; n <= disk.operations(); n++) {
      int at = n;
      cuts.after(
          n,
          (left, how) -> {
            goOn(left, trace, at, false, how);
            if (again && count[0]++ % 7 == 0) {
              cutAgain(left, trace, at, random, how);
            }
          });
    }
    return count[0];
  }

  /** Cuts the power while {@code left} is opened and written to, and judges by the first trace. */
  private static void cutAgain(PowerCutDisk left, Trace trace, int at, Random random, String how)
      throws StoreException {
    PowerCutDisk second = left.copy();
    SegmentLog log = open(second, SMALL_SEGMENT);
    int opened = second.operations();
    log.close();
    PowerCuts cuts = new PowerCuts(second, random);
    for (int n = 0; n <= opened; n++) {
      cuts.after(
          n, (rest, again) -> trace.judge(open(rest, SMALL_SEGMENT), at, false, how + again));
    }
  }

  /** Runs {@code script} on {@code disk} and enumerates its cuts; returns how many. */
  private static int explore(PowerCutDisk disk, int segmentBytes, int depth, Script script)
      throws StoreException {
    Trace trace = new Trace(disk, open(disk, segmentBytes));
    script.run(trace);
    return enumerate(disk, trace, segmentBytes, depth - 1);
  }

  private static int enumerate(PowerCutDisk disk, Trace trace, int segmentBytes, int depth)
      throws StoreException {
    int cuts = 0;
    Set<String> seen = new HashSet<>();
    for (int n = 0; n <= disk.operations(); n++) {
      int bytes = n == disk.operations() ? 0 : disk.writeBytes(n);
      for (int part = 0; part <= bytes; part++) {
        for (int names = 0; names <= disk.unsyncedNames(n); names++) {
          for (Unsynced unsynced : Unsynced.values()) {
            PowerCutDisk left = disk.crash(n, part, names, unsynced, 0);
            if (!seen.add(
                trace.safeEnd(n) + left.fingerprint() + (unsynced == Unsynced.PAGE_LOST))) {
              continue;
            }
            String cut = " " + unsynced + " at " + n + "+" + part + ", names " + names;
            boolean prefix = unsynced != Unsynced.PAGE_LOST;
            goOn(left, trace, n, prefix, cut);
            if (depth > 0 && part % 7 == 0) {
              cuts += explore(left, segmentBytes, depth, t -> again(t));
            }
            cuts++;
          }
        }
      }
    }
    return cuts;
  }

  private static void rollsOver(Trace trace) throws StoreException {
    for (int i = 1; i <= 9; i++) {
      trace.append(body(i, 40 + i));
      if (i % 4 == 0) {
        trace.appendOwn(body(i, 30));
      }
      if (i % 3 == 0) {
        trace.sync();
      }
    }
  }

  private static void writesLargeRecords(Trace trace) throws StoreException {
    trace.append(body(1, 30));
    trace.append(body(2, 9000));
    trace.sync();
    trace.append(body(3, 5000));
    trace.append(body(4, 10));
    trace.sync();
  }

  private static void writesManyPagesInABatch(Trace trace) throws StoreException {
    trace.append(body(1, 100));
    trace.sync();
    for (int i = 2; i <= 14; i++) {
      trace.append(body(i, 900 + 17 * i));
    }
    trace.sync();
  }

  private static void runsFull(Trace trace) throws StoreException {
    trace.append(body(1, 40));
    trace.sync();
    trace.append(body(2, 50));
    trace.fillDisk(30);
    trace.append(body(3, 60));
    trace.sync();
  }

  private static void again(Trace trace) throws StoreException {
    trace.append(body(9, 25));
    trace.sync();
  }

  /** Opens what a cut left, judges it, appends, and judges that after another opening. */
  private static void goOn(PowerCutDisk left, Trace trace, int n, boolean prefix, String cut)
      throws StoreException {
    PowerCutDisk disk = left.copy();
    SegmentLog log = open(disk, SMALL_SEGMENT);
    assertTrue(disk.reads() < READS_MAX, () -> disk.reads() + " reads: " + cut);
    trace.judge(log, n, prefix, cut);
    for (Recovery.Damage damage : log.recovery().damaged()) {
      long base = SegmentHeader.at(disk.bytes(damage.file()), 0).base();
      assertTrue(
          base + damage.offset() >= trace.safeEnd(n), () -> damage + " was acknowledged: " + cut);
    }
    NavigableMap<Long, byte[]> expected = Trace.shown(log);
    byte[] next = body(8, 90);
    expected.put(log.append(8, next, 0, next.length), next);
    log.close();
    SegmentLog again = open(disk, SMALL_SEGMENT);
    NavigableMap<Long, byte[]> shown = Trace.shown(again);
    assertEquals(expected.keySet(), shown.keySet(), cut);
    expected.forEach((position, body) -> assertArrayEquals(body, shown.get(position), cut));
    assertEquals(0, again.recovery().bytesCut(), cut);
    again.close();
  }

  private static SegmentLog open(PowerCutDisk disk, int segmentBytes) throws StoreException {
    return SegmentLog.open(disk, DIRECTORY, STORE, segmentBytes, BUFFER_BYTES, () -> SALT);
  }

  /** {@code length} bytes, the first of them {@code kind}. */
  private static byte[] body(int kind, int length) {
    byte[] body = new byte[length];
    for (int i = 0; i < length; i++) {
      body[i] = (byte) (kind * 31 + i * i);
    }
    if (length > 0) {
      body[0] = (byte) kind;
    }
    return body;
  }
}
