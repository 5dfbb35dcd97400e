package dev.latticenano.storage.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.core.bytes.Hex;
import dev.latticenano.core.bytes.Seeds;
import dev.latticenano.core.store.StoreContract;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.storage.disk.PowerCutDisk;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Full segments: what their footers say, and that nothing depends on them. */
class SealedSegmentTest {
  private static final Path DIRECTORY = Path.of("/log");
  private static final UUID STORE = new UUID(1, 2);
  private static final int SEGMENT_BYTES = 2000;

  private static SegmentLog open(PowerCutDisk disk, int segmentBytes) throws StoreException {
    return SegmentLog.open(disk, DIRECTORY, STORE, segmentBytes, 600, () -> 42);
  }

  private static Path segment(int number) {
    return DIRECTORY.resolve("0000000" + number + ".seg");
  }

  /** Twenty records of 112 bytes, two full segments and one that is not, closed. */
  private static PowerCutDisk filled() throws StoreException {
    PowerCutDisk disk = new PowerCutDisk();
    SegmentLog log = open(disk, 1000);
    for (int i = 0; i < 20; i++) {
      byte[] body = new byte[100];
      Arrays.fill(body, (byte) i);
      log.append(7, body, 0, 100);
    }
    log.close();
    assertEquals(3, disk.list(DIRECTORY).size());
    return disk;
  }

  @Test
  void saysWhatItHoldsAsAModelDoes() {
    Seeds.run(
        SealedSegmentTest.class,
        random -> {
          PowerCutDisk disk = new PowerCutDisk();
          SegmentLog log = open(disk, SEGMENT_BYTES);
          List<Long> positions = new ArrayList<>();
          Map<String, long[]> authors = new LinkedHashMap<>();
          long payload = 0;
          long runs = -1;
          int[] counts = new int[256];
          while (log.segments() == 1) {
            byte[] body =
                SignedBytes.of(random.nextInt(4), random.nextLong(), 50 + random.nextInt(50));
            int kind = 1 + random.nextInt(4);
            byte[] whole = kind == 3 ? Arrays.copyOf(body, body.length + 8) : body;
            long position =
                random.nextInt(5) == 0
                    ? log.appendOwn(OwnRecord.RUNS, new byte[9], 0, 9)
                    : log.append(kind, whole, 0, whole.length);
            if (log.segments() > 1) {
              break;
            }
            positions.add(position);
            if (position == log.lastRuns()) {
              runs = position;
              counts[OwnRecord.RUNS]++;
              continue;
            }
            payload += whole.length;
            counts[kind]++;
            if (kind == 1 || kind == 3) {
              note(authors, body);
            }
          }
          // One mark: nobody called sync.
          counts[OwnRecord.MARK] = 1;
          SegmentFooter footer = log.footer(0);
          assertEquals(positions.get(0), footer.first());
          assertTrue(footer.last() > positions.get(positions.size() - 1));
          assertEquals(payload, footer.payload());
          assertEquals(runs, footer.runs());
          assertEquals(Arrays.stream(counts).boxed().toList(), footer.counts());
          List<SegmentFooter.Range> ranges = new ArrayList<>();
          authors.forEach((key, r) -> ranges.add(new SegmentFooter.Range(key, r[0], r[1], r[2])));
          assertEquals(ranges, footer.authors());
          assertFalse(footer.more());
          assertNull(log.footer(1));
          log.close();
          assertEquals(footer, open(disk, SEGMENT_BYTES).footer(0));
        });
  }

  /** Counts an intention for its author: count, least, greatest, compared without signs. */
  private static void note(Map<String, long[]> authors, byte[] signed) {
    // The signed intention's two fields are a tag and a length of 1 + 2 bytes before the author.
    String author = Hex.encode(Arrays.copyOfRange(signed, 3, 35));
    long wallMs = 0;
    for (int i = 7; i >= 0; i--) {
      wallMs = wallMs << 8 | signed[35 + i] & 0xff;
    }
    long[] range = authors.computeIfAbsent(author, a -> new long[] {0, -1, 0});
    range[0]++;
    range[1] = Long.compareUnsigned(wallMs, range[1]) < 0 ? wallMs : range[1];
    range[2] = Long.compareUnsigned(wallMs, range[2]) > 0 ? wallMs : range[2];
  }

  @Test
  void listsAsManyAuthorsAsItMayAndSaysThatThereAreMore() throws StoreException {
    for (int authors : new int[] {AuthorRanges.AUTHORS_MAX, AuthorRanges.AUTHORS_MAX + 1}) {
      PowerCutDisk disk = new PowerCutDisk();
      SegmentLog log = open(disk, 100_000);
      for (int i = 0; i < authors; i++) {
        byte[] body = SignedBytes.of(i, i, 0);
        log.append(1, body, 0, body.length);
      }
      log.close();
      // The count goes on after an opening, and the last author is known already.
      SegmentLog again = open(disk, 100_000);
      byte[] body = SignedBytes.of(0, 1000, 0);
      again.append(1, body, 0, body.length);
      again.append(1, new byte[90_000], 0, 90_000);
      SegmentFooter footer = again.footer(0);
      assertEquals(AuthorRanges.AUTHORS_MAX, footer.authors().size());
      assertEquals(authors > AuthorRanges.AUTHORS_MAX, footer.more());
      assertEquals(
          new SegmentFooter.Range(Hex.encode(SignedBytes.author(0)), 2, 0, 1000),
          footer.authors().get(0));
      assertEquals(authors + 1, footer.records());
      assertTrue(open(disk, 100_000).recovery().clean());
    }
  }

  @Test
  void isOpenedByItsEndAlone() throws StoreException {
    PowerCutDisk disk = filled();
    SegmentLog log = open(disk, 1000);
    assertEquals(3, log.recovery().segments());
    assertEquals(1, log.recovery().segmentsScanned());
    assertEquals(disk.bytes(segment(3)).length, log.recovery().bytesScanned());
    assertEquals(20, log.recovery().records());
    assertTrue(disk.reads() < 20, "reads " + disk.reads());
    assertEquals(20, StoreContract.shown(log, 0).size());
  }

  @Test
  void isScannedAndReportedWhenItsFooterOrTrailerIsDamaged() throws StoreException {
    PowerCutDisk disk = filled();
    List<String> all = StoreContract.shown(open(disk.copy(), 1000), 0);
    byte[] bytes = disk.bytes(segment(1));
    int footer = footerAt(disk);
    int[][] stretches = {
      {footer, bytes.length - 64}, // the footer
      {bytes.length - 64, bytes.length}, // both copies of the trailer
      {footer, bytes.length}, // all of them
      {bytes.length - 64, bytes.length - 32},
      {bytes.length - 32, bytes.length},
    };
    for (int i = 0; i < stretches.length; i++) {
      PowerCutDisk changed = disk.copy();
      byte[] damaged = bytes.clone();
      Arrays.fill(damaged, stretches[i][0], stretches[i][1], (byte) 0x33);
      changed.replace(segment(1), damaged);
      SegmentLog log = open(changed, 1000);
      assertEquals(all, StoreContract.shown(log, 0));
      assertEquals(i < 3 ? 2 : 1, log.recovery().segmentsScanned());
      assertEquals(20, log.recovery().records());
      assertEquals(1, log.recovery().damaged().size());
      Recovery.Damage damage = log.recovery().damaged().get(0);
      assertEquals(stretches[i][0], damage.offset());
      assertEquals(stretches[i][1] - stretches[i][0], damage.bytes());
    }
  }

  private static int footerAt(PowerCutDisk disk) throws StoreException {
    SegmentFooter footer = open(disk.copy(), 1000).footer(0);
    // The last record before it is a mark.
    return (int) footer.last() + CommitMark.BYTES;
  }

  @Test
  void goesOnWhenTheLastOneLostAnyPartOfItsEnd() throws Exception {
    PowerCutDisk disk = filled();
    disk.delete(segment(3));
    disk.delete(segment(2));
    byte[] bytes = disk.bytes(segment(1));
    int footer = footerAt(disk);
    List<String> all = StoreContract.shown(open(disk.copy(), 1000), 0);
    for (int end = footer; end <= bytes.length; end++) {
      for (int lost = 0; lost < 3; lost++) {
        byte[] left = Arrays.copyOf(bytes, end);
        // The first byte of the footer, or the trailer's, never reached the disk.
        int zero = lost == 1 ? footer : bytes.length - 64;
        if (lost > 0 && zero < end) {
          left[zero] = 0;
        }
        PowerCutDisk torn = disk.copy();
        torn.replace(segment(1), left);
        SegmentLog log = open(torn, 1000);
        assertEquals(all, StoreContract.shown(log, 0));
        log.append(1, new byte[300], 0, 300);
        log.close();
        SegmentLog again = open(torn, 1000);
        assertEquals(all.size() + 1, StoreContract.shown(again, 0).size());
        assertEquals(0, again.recovery().bytesCut());
      }
    }
  }

  @Test
  void losesNothingWhenItsEndIsTornThoughTheNextSegmentIsThere() throws StoreException {
    PowerCutDisk disk = filled();
    int footer = footerAt(disk);
    List<String> all = StoreContract.shown(open(disk.copy(), 1000), 0);
    byte[] bytes = disk.bytes(segment(1));
    for (int end = footer; end < bytes.length; end += 7) {
      PowerCutDisk torn = disk.copy();
      torn.replace(segment(1), Arrays.copyOf(bytes, end));
      SegmentLog log = open(torn, 1000);
      assertEquals(all, StoreContract.shown(log, 0));
      assertEquals(0, log.recovery().bytesCut());
      assertFalse(log.recovery().clean());
    }
  }
}
