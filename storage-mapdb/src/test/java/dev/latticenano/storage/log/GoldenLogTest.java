package dev.latticenano.storage.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.core.bytes.Hex;
import dev.latticenano.core.bytes.Seeds;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.core.store.StoreException.Kind;
import dev.latticenano.storage.disk.PowerCutDisk;
import dev.latticenano.storage.disk.PowerCuts;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Logs as earlier programs, and this one, left them on disk ({@link GoldenLog}). */
class GoldenLogTest {
  private static final Path DIRECTORY = Path.of("/log");

  private static Path golden(int format) throws Exception {
    return Path.of(GoldenLogTest.class.getResource("format-" + format).toURI());
  }

  private static PowerCutDisk disk(int format) throws Exception {
    PowerCutDisk disk = new PowerCutDisk();
    try (Stream<Path> paths = Files.list(golden(format))) {
      for (Path path : paths.filter(p -> p.toString().endsWith(".seg")).toList()) {
        byte[] bytes = Files.readAllBytes(path);
        disk.open(DIRECTORY.resolve(path.getFileName()), true).write(0, bytes, 0, bytes.length);
      }
    }
    return disk.copy();
  }

  private static SegmentLog open(PowerCutDisk disk) throws StoreException {
    return SegmentLog.open(disk, DIRECTORY, GoldenLog.STORE, 1500, 300, () -> 1);
  }

  private static List<String> shown(SegmentLog log) throws StoreException {
    List<String> lines = new ArrayList<>();
    log.scan(
        0,
        (position, kind, bytes, offset, length) -> {
          byte[] body = Arrays.copyOfRange(bytes, offset, offset + length);
          lines.add(position + " " + kind + " " + Hex.encode(body));
          byte[] out = new byte[length];
          assertEquals(length, log.read(position, out, 0));
          assertEquals(Hex.encode(body), Hex.encode(out));
          return true;
        });
    return lines;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void opensReadsAndGoesOn(int format) throws Exception {
    PowerCutDisk disk = disk(format);
    int segments = disk.list(DIRECTORY).size();
    List<String> records =
        new ArrayList<>(Files.readAllLines(golden(format).resolve("records.txt")));
    SegmentLog log = open(disk);
    assertTrue(log.recovery().clean());
    assertEquals(records.size(), log.recovery().records());
    assertEquals(format == 1 ? segments : 1, log.recovery().segmentsScanned());
    assertEquals(records, shown(log));
    Damages found = new Damages();
    assertEquals(log.end(), log.verify(0, 1_000_000, found));
    assertEquals(0, found.stretches());
    for (int i = 0; i < 20; i++) {
      long position = log.append(5, new byte[] {(byte) i}, 0, 1);
      records.add(position + " 5 " + Hex.encode(new byte[] {(byte) i}));
    }
    log.close();
    SegmentLog again = open(disk);
    assertEquals(records, shown(again));
    assertTrue(again.recovery().clean());
    assertEquals(format == 1 ? segments + 1 : segments, again.segments());
  }

  @Test
  void writesNothingIntoASegmentOfFormat1() throws Exception {
    PowerCutDisk disk = disk(1);
    List<byte[]> before = new ArrayList<>();
    for (String name : disk.list(DIRECTORY)) {
      before.add(disk.bytes(DIRECTORY.resolve(name)).clone());
    }
    SegmentLog log = open(disk);
    log.append(1, new byte[10], 0, 10);
    log.close();
    int i = 0;
    for (byte[] bytes : before) {
      assertEquals(
          Hex.encode(bytes), Hex.encode(disk.bytes(DIRECTORY.resolve("0000000" + ++i + ".seg"))));
    }
  }

  @Test
  void losesNothingWhenPowerFailsWhileFormat1GoesOnInFormat2() {
    Seeds.run(
        GoldenLogTest.class,
        random -> {
          List<String> records = Files.readAllLines(golden(1).resolve("records.txt"));
          PowerCutDisk disk = disk(1);
          NavigableMap<Integer, Integer> acknowledged = new TreeMap<>();
          acknowledged.put(0, records.size());
          SegmentLog log = open(disk);
          for (int i = 0; i < 6; i++) {
            long position = log.append(5, new byte[400], 0, 400);
            records.add(position + " 5 " + Hex.encode(new byte[400]));
            if (i % 2 == 1) {
              log.sync();
              acknowledged.put(disk.operations(), records.size());
            }
          }
          int cuts = 0;
          for (int n = 0; n <= disk.operations(); n++) {
            int safe = acknowledged.floorEntry(n).getValue();
            cuts +=
                new PowerCuts(disk, random)
                    .after(
                        n,
                        (left, how) -> {
                          SegmentLog opened = open(left);
                          List<String> shown = shown(opened);
                          boolean whole = opened.recovery().damaged().isEmpty();
                          assertTrue(shown.size() >= safe, how);
                          assertTrue(shown.subList(0, safe).equals(records.subList(0, safe)), how);
                          assertTrue(
                              whole
                                  ? shown.equals(records.subList(0, shown.size()))
                                  : records.containsAll(shown),
                              how);
                        });
          }
          assertTrue(cuts > 50, "cuts: " + cuts);
        });
  }

  @Test
  void keepsTheRulesOfFormat1ForItsLastSegment() throws Exception {
    PowerCutDisk disk = disk(1);
    Path last = DIRECTORY.resolve("00000004.seg");
    List<String> records = Files.readAllLines(golden(1).resolve("records.txt"));
    byte[] bytes = disk.bytes(last);
    // A torn tail is cut; a record behind damage is not.
    disk.replace(last, Arrays.copyOf(bytes, bytes.length - 3));
    SegmentLog torn = open(disk.copy());
    assertEquals(records.subList(0, records.size() - 1), shown(torn));
    assertTrue(torn.recovery().bytesCut() > 0);
    byte[] damaged = bytes.clone();
    damaged[SegmentHeader.BYTES + 20] ^= 1;
    disk.replace(last, damaged);
    SegmentLog log = open(disk);
    assertEquals(0, log.recovery().bytesCut());
    assertEquals(1, log.recovery().damaged().size());
    assertEquals(records.size() - 1, shown(log).size());
  }

  @Test
  void tellsWhatTheFootersOfFormat2Say() throws Exception {
    SegmentLog log = open(disk(2));
    SegmentFooter footer = log.footer(0);
    assertEquals(128, footer.first());
    assertTrue(footer.records() >= 3);
    assertTrue(footer.authors().size() >= 2);
    assertTrue(log.lastRuns() > log.footer(1).runs());
    assertEquals(4, log.readOwn(log.lastRuns(), new byte[4], 0));
  }

  @Test
  void refusesASegmentOfANewerProgramAndLeavesItAsItIs() throws Exception {
    PowerCutDisk disk = disk(2);
    Path last = DIRECTORY.resolve("00000003.seg");
    SegmentHeader header = SegmentHeader.at(disk.bytes(last), 0);
    byte[] bytes = disk.bytes(last).clone();
    byte[] newer =
        new SegmentHeader(3, header.number(), header.store(), header.base(), header.salt()).bytes();
    System.arraycopy(newer, 0, bytes, 0, newer.length);
    bytes[bytes.length - 1] ^= 1;
    disk.replace(last, bytes);
    String before = disk.fingerprint();
    StoreException e = assertThrows(StoreException.class, () -> open(disk));
    assertEquals(Kind.NEWER, e.kind());
    assertEquals(last + " has format 3; this program reads up to 2", e.getMessage());
    assertEquals(before, disk.fingerprint());
    assertEquals(List.of(), disk.history());
  }
}
