package dev.latticenano.storage.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.core.Verdict;
import dev.latticenano.core.crypto.Blake3;
import dev.latticenano.core.crypto.Signer;
import dev.latticenano.core.crypto.Verifier;
import dev.latticenano.core.dag.Dag;
import dev.latticenano.core.intention.IntentionProof;
import dev.latticenano.core.intention.IntentionWriter;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.core.store.Table;
import dev.latticenano.core.store.TableShape;
import dev.latticenano.core.store.Tables;
import dev.latticenano.storage.log.SegmentLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What heights, vectors and citations of a DAG take on disk, by the blocks of its runs. */
class VectorBytesTest implements Signer, Verifier {
  /** Bytes an intention that are allowed. */
  private static final double BYTES_MAX = 24;

  /**
   * Of a row of {@code row}, bytes that differ within a block: author 1, height 2, generation 3.
   */
  private static final double ORDER_BYTES = 6;

  private static final UUID STORE = new UUID(0x1111_1111_1111_4111L, 0x8111_1111_1111_1111L);
  private static final int COUNT = 50_000;
  private static final int BATCH = 1000;
  private static final int LATE = 1000;

  private final Random random = new Random(1);
  private int author;

  @TempDir private Path folder;

  /** The tables of a DAG, by name. */
  private record Named(FlashTables all, Map<String, LayeredTable> byName) implements Tables {
    @Override
    public Table table(TableShape shape) throws StoreException {
      LayeredTable table = (LayeredTable) all.table(shape);
      byName.put(shape.name(), table);
      return table;
    }

    @Override
    public long covered() {
      return all.covered();
    }

    @Override
    public boolean isDue() {
      return all.isDue();
    }

    @Override
    public void checkpoint(long position) throws StoreException {
      all.checkpoint(position);
    }

    @Override
    public void clear() throws StoreException {
      all.clear();
    }

    double bytes(String name) {
      long bytes = 0;
      for (Tier tier : byName.get(name).tiers()) {
        bytes += tier.bytes();
      }
      return (double) bytes / COUNT;
    }
  }

  private double bytes(int authors, int citesEvery, int within) throws IOException, StoreException {
    Path place = Files.createTempDirectory(folder, "dag");
    Path logs = Files.createDirectory(place.resolve("log"));
    Path index = Files.createDirectory(place.resolve("index"));
    try (SegmentLog log = SegmentLog.open(logs, STORE);
        FlashTables tables = FlashTables.open(index, log)) {
      Named named = new Named(tables, new HashMap<>());
      Dag dag = new Dag(StoreId.parse(STORE.toString()), log, named, this);
      dag.replay(0);
      fill(dag, tables, authors, citesEvery, within);
      dag.checkpoint();
      return ORDER_BYTES + named.bytes("chain") + named.bytes("reach") + named.bytes("vector");
    }
  }

  private void fill(Dag dag, FlashTables tables, int authors, int citesEvery, int within)
      throws StoreException {
    IntentionWriter writer = new IntentionWriter();
    byte[][] tips = new byte[authors][];
    byte[][] recent = new byte[LATE][];
    byte[] bytes = new byte[1024];
    for (int i = 0; i < COUNT; i++) {
      author = random.nextInt(authors);
      writer.clear().store(StoreId.parse(STORE.toString())).timestamp(1000 + i, 0);
      writer.ops(new byte[60], 0, 60);
      if (tips[author] != null) {
        writer.storePrev(tips[author], 0);
      }
      if (i > 0 && i % citesEvery == 0) {
        writer.addCondition(recent[(i - 1 - random.nextInt(Math.min(i, within))) % LATE], 0);
      }
      byte[] hash = new byte[32];
      int length =
          IntentionProof.sign(writer, this, Blake3.plain(), bytes, 0, bytes.length, hash, 0);
      tips[author] = hash;
      recent[i % LATE] = hash;
      assertEquals(Verdict.OK, dag.ingest(bytes, 0, length, i));
      if (i % BATCH == BATCH - 1 && dag.isCheckpointDue()) {
        dag.checkpoint();
      }
    }
    tables.work(Integer.MAX_VALUE);
  }

  @Test
  void areFewForOneAuthorForTenAndForAHundredWhoCiteEachOther() throws IOException, StoreException {
    Path storage = Path.of(System.getProperty("repository.root"), "docs", "storage.md");
    String text = Files.readString(storage);
    for (int authors : new int[] {1, 10, 100}) {
      double half = bytes(authors, 2, 1);
      double every = bytes(authors, 1, 1);
      double late = bytes(authors, 2, LATE);
      double most = Math.max(half, Math.max(every, late));
      assertTrue(most <= BYTES_MAX, most + " bytes with " + authors + " authors");
      String line =
          String.format(Locale.ROOT, "| %d | %.1f | %.1f | %.1f |", authors, half, every, late);
      assertTrue(text.contains(line), line);
    }
  }

  @Override
  public void publicKey(byte[] out, int offset) {
    Arrays.fill(out, offset, offset + KEY_BYTES, (byte) 0);
    out[offset] = (byte) author;
    out[offset + 8] = 1;
  }

  @Override
  public void sign(byte[] message, int offset, int length, byte[] out, int outOffset) {
    Arrays.fill(out, outOffset, outOffset + SIGNATURE_BYTES, (byte) 1);
  }

  @Override
  public boolean verifyStrict(
      byte[] key, int keyAt, byte[] message, int at, int length, byte[] signature, int signed) {
    return true;
  }

  @Override
  public boolean verifyLenient(
      byte[] key, int keyAt, byte[] message, int at, int length, byte[] signature, int signed) {
    return true;
  }
}
