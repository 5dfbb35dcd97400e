package dev.latticenano.core.snapshot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.core.Limits;
import dev.latticenano.core.Verdict;
import dev.latticenano.core.bytes.Seeds;
import dev.latticenano.core.crypto.Blake3;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.store.MemoryChunks;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.core.store.VariableRows;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Snapshots of clear stores: made, read, restored, and refused when anything is amiss. */
class SnapshotTest {
  /** Puts rows into tables on the heap and counts. */
  private static final class Collected implements SnapshotRows {
    final VariableRows system = new VariableRows();
    final VariableRows state = new VariableRows();
    int names;
    Covered covered;
    Verdict verdict;

    @Override
    public void begin(Frontier frontier, Covered newCovered) {
      covered = newCovered;
    }

    @Override
    public void row(
        int table, byte[] key, int keyAt, int keyBytes, byte[] value, int valueAt, int bytes) {
      (table == SYSTEM ? system : state).put(key, keyAt, keyBytes, value, valueAt, bytes);
    }

    @Override
    public void name(byte[] hash, int hashOffset, int author, int height) {
      names++;
    }

    @Override
    public void end(Verdict newVerdict) {
      assertEquals(null, verdict, "told twice");
      verdict = newVerdict;
    }
  }

  private static SnapshotReader.Step readAll(SnapshotReader reader, long slice)
      throws StoreException {
    SnapshotReader.Step step = reader.step(slice);
    while (step == SnapshotReader.Step.MORE) {
      step = reader.step(slice);
    }
    return step;
  }

  private static void assertReadsBack(Sample sample, SnapshotWriter made, long slice)
      throws StoreException {
    Collected read = new Collected();
    SnapshotReader reader = sample.reader(made, read);
    assertEquals(SnapshotReader.Step.DONE, readAll(reader, slice), reader.verdict().toString());
    assertEquals(Verdict.OK, read.verdict);
    assertEquals(Sample.covered(sample.frontier), read.covered);
    assertEquals(Sample.rows(sample.system), Sample.rows(read.system));
    assertEquals(Sample.rows(sample.state), Sample.rows(read.state));
  }

  @Test
  void whatIsWrittenIsReadAndSlicesMakeNoDifference() {
    Seeds.run(
        getClass(),
        random -> {
          for (int round = 0; round < 30; round++) {
            Sample sample = Sample.random(random, random.nextInt(200));
            SnapshotWriter whole = sample.made(Long.MAX_VALUE);
            SnapshotWriter sliced = sample.made(1 + random.nextInt(5000));
            assertEquals(whole.cid(), sliced.cid());
            assertEquals(whole.size(), sliced.size());
            assertReadsBack(sample, whole, 1 + random.nextInt(5000));
          }
        });
  }

  @Test
  void aStoreWithoutRowsHasASnapshotOfOneSmallPart() throws StoreException {
    Sample sample = new Sample(1);
    SnapshotWriter made = sample.made(1);
    assertEquals(256 + 16, made.size());
    assertEquals(0, made.levels());
    assertReadsBack(sample, made, 1);
  }

  @Test
  void aLastPartThatIsJustFullIsReadAndSoIsOneOfAByteMore() throws StoreException {
    int header = SnapshotRecord.HEADER_BYTES + Frontier.ROW_BYTES + Covered.length(1);
    for (int more = -1; more <= 1; more++) {
      Sample sample = new Sample(1);
      int left = PartSize.FULL_BYTES + more - header - SnapshotRecord.END_BYTES;
      byte key = 0;
      while (left > 0) {
        // A row of tag, key of one byte, three lengths: 7 bytes beside its value of 2^14 or more.
        int bytes = left > 100_000 ? 50_000 : left;
        Sample.put(sample.state, new byte[] {key++}, new byte[bytes - 7]);
        left -= bytes;
      }
      SnapshotWriter made = sample.made(Long.MAX_VALUE);
      long expected =
          more <= 0 ? Limits.CHUNK_BYTES_MAX : Limits.CHUNK_BYTES_MAX + 256 + PartCipher.TAG_BYTES;
      assertEquals(expected, made.size(), "more " + more);
      assertReadsBack(sample, made, 1000);
    }
  }

  @Test
  void aPartOfAnotherPlaceIsRefused() throws StoreException {
    Sample sample = new Sample(1);
    sample.key = Sample.key(1);
    byte[] bytes = new byte[100 + PartCipher.TAG_BYTES];
    sample.cipher().seal(3, false, bytes, 0, 100);
    assertFalse(sample.cipher().open(4, false, bytes, 0, 100));
    assertFalse(sample.cipher().open(3, true, bytes, 0, 100));
    assertFalse(Sample.cipher(Sample.frontier(2), sample.key).open(3, false, bytes, 0, 100));
    assertTrue(sample.cipher().open(3, false, bytes, 0, 100));
  }

  @Test
  void anotherRowAnotherFrontierOrAnotherStoreGivesAnotherName() throws StoreException {
    Sample sample = new Sample(1);
    Hash cid = sample.made(1).cid();
    Sample.put(sample.state, new byte[] {1}, new byte[] {0});
    assertNotEquals(cid, sample.made(1).cid());
    assertNotEquals(cid, new Sample(2).made(1).cid());
  }

  @Test
  void everyFlippedByteIsRefused() throws StoreException {
    Sample sample = new Sample(2);
    Random random = new Random(5);
    Sample.put(sample.system, new byte[] {1}, Sample.value(random, 2, 1, new byte[3]));
    Sample.put(sample.state, new byte[] {1}, Sample.value(random, 2, 2, new byte[3]));
    for (int sealed = 0; sealed <= 1; sealed++) {
      sample.key = sealed == 0 ? null : Sample.key(7);
      byte[] good = sample.bytes(sample.made(1000));
      for (int i = 0; i < good.length; i++) {
        byte[] bad = good.clone();
        bad[i] ^= (byte) (1 << i % 8);
        assertEquals(Verdict.SNAPSHOT_PART_WRONG, verdictOf(sample, bad), "byte " + i);
      }
    }
  }

  @Test
  void contentThatSomebodyWhoHasTheKeyBrokeIsRefused() throws StoreException {
    Sample sample = new Sample(2);
    Random random = new Random(6);
    Sample.put(sample.system, new byte[] {1}, Sample.value(random, 2, 1, new byte[3]));
    Sample.put(sample.state, new byte[] {1}, Sample.value(random, 2, 2, new byte[3]));
    byte[] good = sample.bytes(sample.made(1000));
    int length = good.length - PartCipher.TAG_BYTES;
    int values = 0;
    for (int i = 0; i < length; i++) {
      byte[] bad = good.clone();
      bad[i] ^= (byte) 0x80;
      sample.cipher().seal(0, true, bad, 0, length);
      Verdict verdict = verdictOf(sample, bad);
      values += verdict == Verdict.OK ? 1 : 0;
      assertNotEquals(Verdict.SNAPSHOT_PART_WRONG, verdict, "byte " + i);
    }
    // Another sum, key or value is another snapshot, which the notice's name alone tells.
    int covered = Covered.length(2);
    assertEquals(
        covered + 2 + (1 + Sample.NAME_BYTES + 3) + (1 + 2 * Sample.NAME_BYTES + 3), values);
  }

  static Verdict verdictOf(Sample sample, byte[] bytes) throws StoreException {
    MemoryChunks chunks = new MemoryChunks();
    byte[] name = new byte[Hash.BYTES];
    Blake3.plain().hash(bytes, 0, bytes.length, name, 0);
    chunks.write(name, 0, bytes, 0, bytes.length);
    Collected rows = new Collected();
    SnapshotReader reader =
        new SnapshotReader(
            Sample.STORE, sample.frontier, sample.cipher(), new Sample.HeldForTest(chunks), rows);
    reader.wrap(name, 0, bytes.length, 0);
    readAll(reader, 100);
    assertEquals(reader.verdict(), rows.verdict);
    return reader.verdict();
  }

  @Test
  void aReaderStandsAtAChunkThatIsNotHeldAndGoesOnWhenItIs() throws StoreException {
    Sample sample = Sample.random(new Random(7), 300);
    for (int i = 0; i < 8; i++) {
      Sample.put(sample.state, new byte[] {(byte) i}, new byte[65_000]);
    }
    SnapshotWriter made = sample.made(Long.MAX_VALUE);
    assertTrue(made.levels() > 0);
    MemoryChunks some = new MemoryChunks();
    Collected rows = new Collected();
    SnapshotReader reader =
        new SnapshotReader(
            Sample.STORE, sample.frontier, sample.cipher(), new Sample.HeldForTest(some), rows);
    reader.wrap(made.cid().toBytes(), 0, made.size(), made.levels());
    byte[] chunk = new byte[Limits.CHUNK_BYTES_MAX];
    int fetched = 0;
    while (readAll(reader, 10_000) == SnapshotReader.Step.MISSING) {
      byte[] name = reader.missing().toBytes();
      assertFalse(some.holds(name, 0));
      some.write(name, 0, chunk, 0, sample.chunks.read(name, 0, chunk, 0));
      fetched++;
    }
    assertEquals(Verdict.OK, rows.verdict);
    assertEquals(sample.chunks.heldCount(), fetched);
    assertEquals(Sample.rows(sample.state), Sample.rows(rows.state));
  }

  @Test
  void aRowThatNamesWhatIsNotStableIsOurFault() throws StoreException {
    Sample sample = new Sample(1);
    byte[] value = Sample.value(new Random(8), 1, 1, new byte[0]);
    value[1 + Hash.BYTES] = 9;
    Sample.put(sample.state, new byte[0], value);
    assertThrows(IllegalStateException.class, () -> sample.made(1));
  }
}
