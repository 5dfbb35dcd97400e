package dev.latticenano.storage.table;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.core.Verdict;
import dev.latticenano.core.crypto.Blake3;
import dev.latticenano.core.crypto.Signer;
import dev.latticenano.core.crypto.Verifier;
import dev.latticenano.core.dag.BaseWriter;
import dev.latticenano.core.dag.Dag;
import dev.latticenano.core.dag.Dropping;
import dev.latticenano.core.intention.IntentionProof;
import dev.latticenano.core.intention.IntentionWriter;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.storage.disk.PowerCutDisk;
import dev.latticenano.storage.disk.PowerCutDisk.Unsynced;
import dev.latticenano.storage.log.SegmentLog;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/**
 * A whole DAG on log and tables is pruned, swept and shortened, and the power fails at every
 * operation of the disk.
 */
class PrunedDagTest implements Signer, Verifier {
  private static final UUID STORE = new UUID(0x1111_1111_1111_4111L, 0x8111_1111_1111_1111L);
  private static final Path LOG = Path.of("/log");
  private static final Path INDEX = Path.of("/index");
  private static final int SEGMENT_BYTES = 2000;
  private static final int COUNT = 60;
  private static final int AUTHORS = 4;

  private final List<byte[]> signed = new ArrayList<>();
  private final List<byte[]> hashes = new ArrayList<>();
  private boolean holes;
  private boolean most;
  private boolean seldom;
  private boolean turns;
  private int author;

  private final class Opened {
    private final SegmentLog log;
    private final FlashTables tables;
    private final Dag dag;

    private Opened(PowerCutDisk disk) throws StoreException {
      long[] salt = {0x5eed};
      log = SegmentLog.open(disk, LOG, STORE, SEGMENT_BYTES, 4096, () -> salt[0] += 77);
      tables = FlashTables.open(disk, INDEX, log, 1 << 20, () -> salt[0] += 3);
      dag = new Dag(StoreId.parse(STORE.toString()), log, tables, PrunedDagTest.this);
      dag.replay(1);
    }

    private byte[] digest() {
      byte[] digest = new byte[32];
      dag.digest(digest, 0);
      return digest;
    }
  }

  private void write() {
    IntentionWriter writer = new IntentionWriter();
    byte[] bytes = new byte[1024];
    for (int i = 0; i < COUNT; i++) {
      author = i % AUTHORS;
      writer.clear().store(StoreId.parse(STORE.toString())).timestamp(1000 + i, 0);
      writer.ops(new byte[60], 0, 60);
      if (i >= AUTHORS) {
        writer.storePrev(hashes.get(i - AUTHORS), 0);
      }
      if (i % 2 == 1) {
        writer.addCondition(hashes.get(i - 1), 0);
      }
      byte[] hash = new byte[32];
      int length =
          IntentionProof.sign(writer, this, Blake3.plain(), bytes, 0, bytes.length, hash, 0);
      signed.add(Arrays.copyOf(bytes, length));
      hashes.add(hash);
    }
  }

  @Test
  void losesNothingAboveTheFloorWheneverPowerFails() throws StoreException {
    cutEverywhere();
  }

  @Test
  void losesNothingThatStaysBelowTheFloorWheneverPowerFails() throws StoreException {
    holes = true;
    cutEverywhere();
  }

  @Test
  void losesNothingWhereMostGoesWheneverPowerFails() throws StoreException {
    most = true;
    cutEverywhere();
  }

  @Test
  void losesNothingThatStaysWhereMostGoesWheneverPowerFails() throws StoreException {
    holes = true;
    most = true;
    cutEverywhere();
  }

  @Test
  void losesNothingWhereSegmentsGoThatNothingIsNeededOfWheneverPowerFails() throws StoreException {
    seldom = true;
    cutEverywhere();
  }

  @Test
  void losesNothingWhileACheckpointIsWrittenInTurnsWheneverPowerFails() throws StoreException {
    turns = true;
    seldom = true;
    cutEverywhere();
  }

  @Test
  void losesNothingThatStaysWhileACheckpointIsWrittenInTurns() throws StoreException {
    turns = true;
    holes = true;
    most = true;
    cutEverywhere();
  }

  private void cutEverywhere() throws StoreException {
    write();
    PowerCutDisk before = new PowerCutDisk();
    Opened filled = new Opened(before);
    // Nobody of the first two cites the others: their chains stay, and every segment has some.
    for (byte[] each : signed) {
      assertEquals(Verdict.OK, filled.dag.ingest(each, 0, each.length, 7));
    }
    filled.log.append(4, new byte[72], 0, 72);
    filled.dag.checkpoint();
    byte[] digest = filled.digest();
    filled.tables.close();
    filled.log.close();
    PowerCutDisk disk = before.copy();
    Opened node = new Opened(disk);
    int[] heights = new int[AUTHORS];
    node.dag.vector(node.dag.rowAtHeight(1, 10), heights);
    if (most) {
      Arrays.fill(heights, COUNT / AUTHORS - 1);
    } else if (seldom) {
      // Of the first segments all goes but a name, and less than half of all: rows go one by one.
      Arrays.fill(heights, 6);
    }
    prune(node, heights);
    assertTrue(node.log.begin() > 0);
    int cuts = 0;
    // With holes there are more operations, of the same kinds.
    for (int n = 0; n <= disk.operations(); n += holes ? 3 : 1) {
      for (int names : new int[] {0, disk.unsyncedNames(n)}) {
        for (Unsynced unsynced : List.of(Unsynced.LOST, Unsynced.KEPT, Unsynced.NOISE)) {
          String cut = unsynced + " at " + n + ", names " + names;
          judge(disk.crash(n, 0, names, unsynced, 0), heights, digest, cuts % 5 == 0, cut);
          cuts++;
        }
      }
    }
    assertTrue(cuts > (holes ? 100 : 200), "cuts: " + cuts);
  }

  private void prune(Opened node, int[] heights) throws StoreException {
    if (holes) {
      Dropping dropping =
          node.dag.pruning().drop(heights, heights, row -> isKept(node.dag.height(row)));
      while (dropping.turn(16)) {
        checkpoint(node);
      }
      dropping.write().end();
    } else {
      BaseWriter base = node.dag.pruning().begin(heights);
      if (seldom) {
        base.keep(hashes.get(1), 0);
      }
      base.end();
    }
    while (node.dag.pruning().sweep(16)) {
      if (!seldom) {
        checkpoint(node);
      }
    }
    if (turns) {
      // The log is shortened under it: nothing on the disk may say where rows lay before.
      node.dag.beginCheckpoint();
    }
    while (node.dag.pruning().shorten(turns ? 300 : Integer.MAX_VALUE, 9)) {
      continue;
    }
  }

  private void checkpoint(Opened node) throws StoreException {
    if (!turns) {
      node.dag.checkpoint();
      return;
    }
    if (node.tables.work(100) == 0 || node.tables.pendingBytes() != 1) {
      node.dag.beginCheckpoint();
    }
    node.tables.work(1);
  }

  private static boolean isKept(int height) {
    return height % 3 == 1;
  }

  private void judge(
      PowerCutDisk left, int[] heights, byte[] digest, boolean withoutTables, String cut)
      throws StoreException {
    Opened node = new Opened(left);
    assertEquals(0, node.log.recovery().damaged().size(), cut);
    assertWhole(node, digest, cut);
    if (withoutTables) {
      node.tables.clear();
      node = new Opened(left);
      assertWhole(node, digest, cut);
    }
    if (!node.dag.pruning().hasBase()) {
      assertEquals(COUNT, above(node), cut);
    }
    prune(node, heights);
    assertWhole(node, digest, cut);
    int[] chunkReferences = {0};
    node.log.scan(
        0,
        (position, kind, bytes, offset, length) -> {
          chunkReferences[0] += kind == 4 ? 1 : 0;
          return true;
        });
    assertTrue(chunkReferences[0] > 0, cut);
  }

  /** Every intention above the floors can be read, and the digest is that of all. */
  private void assertWhole(Opened node, byte[] digest, String cut) throws StoreException {
    assertArrayEquals(digest, node.digest(), cut);
    assertEquals(0, node.dag.floatingCount(), cut);
    assertEquals(COUNT, node.dag.sequence(), cut);
    above(node);
    assertEquals(0, node.dag.lostCount(), cut);
    assertEquals("", node.dag.rebuildReason(), cut);
  }

  private int above(Opened node) throws StoreException {
    int above = 0;
    byte[] out = new byte[1024];
    for (int i = 0; i < COUNT; i++) {
      int row = node.dag.find(hashes.get(i), 0);
      int floor = node.dag.pruning().floor(i % AUTHORS);
      if (i / AUTHORS + 1 > floor || holes && isKept(i / AUTHORS + 1)) {
        assertEquals(signed.get(i).length, node.dag.read(row, out, 0));
        assertArrayEquals(signed.get(i), Arrays.copyOf(out, signed.get(i).length));
        above++;
      }
    }
    return above;
  }

  @Override
  public void publicKey(byte[] out, int offset) {
    Arrays.fill(out, offset, offset + KEY_BYTES, (byte) (author + 1));
  }

  @Override
  public void sign(byte[] message, int offset, int length, byte[] out, int outOffset) {
    Arrays.fill(out, outOffset, outOffset + SIGNATURE_BYTES, (byte) 1);
  }

  @Override
  public boolean verifyStrict(
      byte[] key,
      int keyAt,
      byte[] message,
      int at,
      int length,
      byte[] signature,
      int signatureAt) {
    return true;
  }

  @Override
  public boolean verifyLenient(
      byte[] key,
      int keyAt,
      byte[] message,
      int at,
      int length,
      byte[] signature,
      int signatureAt) {
    return true;
  }
}
