package dev.latticenano.core.intention;

import static dev.latticenano.core.intention.IntentionVectors.filled;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.core.Limits;
import dev.latticenano.core.Verdict;
import dev.latticenano.core.bytes.Allocation;
import dev.latticenano.core.bytes.BigEndian;
import dev.latticenano.core.bytes.Seeds;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Snapshot notices and restatements as bytes. */
class SnapshotOpTest {
  private final SnapshotNoticeView notice = new SnapshotNoticeView();
  private final RestatementView restatement = new RestatementView();
  private int sink;

  private static byte[] frontierOf(int authors) {
    byte[] rows = new byte[authors * SnapshotNoticeView.ENTRY_BYTES];
    for (int i = 0; i < authors; i++) {
      int at = i * SnapshotNoticeView.ENTRY_BYTES;
      BigEndian.putInt(rows, at, i + 1);
      BigEndian.putInt(rows, at + AuthorId.BYTES, i + 1);
      rows[at + SnapshotNoticeView.ENTRY_BYTES - 1] = (byte) i;
    }
    return rows;
  }

  @Test
  void theLargestNoticeIsReadAsItWasWrittenAndFitsInOneIntention() {
    byte[] rows = frontierOf(Limits.SNAPSHOT_AUTHORS_MAX);
    byte[] bytes =
        SnapshotOpVectors.bytes(
            SnapshotOpVectors.notice(1L << 44, 2, rows).sealed(filled(5, 8), 0));
    UniversalOpWriter ops = new UniversalOpWriter().snapshot(bytes, 0, bytes.length);
    assertTrue(ops.length() <= Limits.OPS_BYTES_EMITTED, ops.length() + " bytes");
    assertEquals(Verdict.OK, notice.wrap(bytes, 0, bytes.length).check());
    assertEquals(Limits.SNAPSHOT_AUTHORS_MAX, notice.entries());
    byte[] read = Arrays.copyOfRange(bytes, notice.entryOffset(0), bytes.length);
    assertArrayEquals(rows, read);
    assertEquals(1900, notice.height(1899));
  }

  @Test
  void aWriterWithoutRoomSaysHowMuchIsMissingAndWritesNothing() {
    SnapshotNoticeWriter writer = SnapshotOpVectors.notice(9, 0, frontierOf(1));
    byte[] out = new byte[writer.length()];
    assertEquals(-1, writer.write(out, 0, out.length - 1));
    assertArrayEquals(new byte[out.length], out);
    RestatementWriter rows = new RestatementWriter().wrap(out, 0, 40);
    assertTrue(rows.replaced(0, out, 0, 3, out, 0) < 0);
    assertEquals(0, rows.length());
  }

  @Test
  void anyBytesGetAVerdict() {
    Seeds.run(
        getClass(),
        random -> {
          byte[] good = SnapshotOpVectors.head("key", 3, "value");
          byte[] other = SnapshotOpVectors.bytes(SnapshotOpVectors.notice(9, 0, frontierOf(2)));
          for (int i = 0; i < 2000; i++) {
            byte[] bytes = (i % 2 == 0 ? good : other).clone();
            bytes[random.nextInt(bytes.length)] ^= (byte) (1 + random.nextInt(255));
            if (restatement.wrap(bytes, 0, bytes.length).check() == Verdict.OK) {
              while (restatement.nextHead()) {
                sink += restatement.keyLength() + restatement.valueLength();
              }
            }
            if (notice.wrap(bytes, 0, bytes.length).check() == Verdict.OK) {
              sink += notice.height(notice.entries() - 1);
            }
          }
        });
  }

  @Test
  void checkingAllocatesNothing() {
    byte[] rows = SnapshotOpVectors.head("key", 3, "value");
    byte[] bytes = SnapshotOpVectors.bytes(SnapshotOpVectors.notice(9, 0, frontierOf(2)));
    assertEquals(
        0,
        Allocation.bytesPerRun(
            100_000,
            () -> {
              sink += notice.wrap(bytes, 0, bytes.length).check().code();
              sink += restatement.wrap(rows, 0, rows.length).check().code();
            }));
  }
}
