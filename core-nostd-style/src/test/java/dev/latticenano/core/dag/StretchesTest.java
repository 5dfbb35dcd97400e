package dev.latticenano.core.dag;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.core.Verdict;
import dev.latticenano.core.bytes.Seeds;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.intention.Hlc;
import dev.latticenano.core.store.MemoryTables;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.core.store.Table;
import dev.latticenano.core.store.TableShape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Ancestry in several stretches, against vectors that are worked out one by one. */
class StretchesTest {
  private static final int COUNT = 3 * Stretch.ROWS;

  private final List<Written> all = new ArrayList<>();
  private final List<int[]> vectors = new ArrayList<>();
  private final List<Integer> writers = new ArrayList<>();

  /** Writes intentions that cite late, early, often or never. */
  private void write(Random random, int authors) {
    all.clear();
    vectors.clear();
    writers.clear();
    int[] tips = new int[authors];
    Arrays.fill(tips, -1);
    int met = 0;
    int rarely = 1 + random.nextInt(6);
    for (int i = 0; i < COUNT; i++) {
      // Some come later than others, and are numbered in that order.
      int author = random.nextInt(Math.min(authors, met + (i % 7 == 0 ? 1 : 0)));
      met = Math.max(met, author + 1);
      int[] vector = new int[authors];
      List<Hash> condition = new ArrayList<>();
      if (tips[author] >= 0) {
        vector = vectors.get(tips[author]).clone();
      }
      for (int cites = random.nextInt(rarely) == 0 ? 1 + random.nextInt(3) : 0;
          cites > 0;
          cites--) {
        int window = random.nextBoolean() ? Math.min(5, i) : i;
        if (window > 0) {
          int cited = i - 1 - random.nextInt(window);
          condition.add(all.get(cited).hash());
          for (int j = 0; j < authors; j++) {
            vector[j] = Math.max(vector[j], vectors.get(cited)[j]);
          }
        }
      }
      vector[author]++;
      all.add(
          Written.sign(
              new PlainSignatures.Key(author),
              DagModel.store(),
              tips[author] < 0 ? Hash.ZERO : all.get(tips[author]).hash(),
              condition,
              new Hlc(1_700_000_000_000L + i, 0),
              new byte[0]));
      vectors.add(vector);
      writers.add(author);
      tips[author] = i;
    }
  }

  private static Ingested open(RecordList log, MemoryTables tables) {
    return new Ingested(log, tables, new PlainSignatures(), Capacity.FULL);
  }

  private void ingest(Ingested node, int from, int to) {
    for (int i = from; i < to; i++) {
      assertEquals(Verdict.OK, node.ingest(all.get(i)));
    }
  }

  private void assertPasts(Random random, Dag dag, int count) throws StoreException {
    assertPairs(random, dag, count);
    int[] vector = new int[dag.authorCount()];
    for (int row = 0; row < count; row++) {
      dag.vector(row, vector);
      assertArrayEquals(Arrays.copyOf(vectors.get(row), vector.length), vector, "of " + row);
    }
  }

  @Test
  void knowEveryPastThroughCheckpointsAndStarts() {
    Seeds.run(StretchesTest.class, random -> DagProperties.repeat(random, 12, this::starts));
  }

  private void starts(Random random) throws StoreException {
    write(random, 1 + random.nextInt(8));
    RecordList log = new RecordList();
    MemoryTables tables = new MemoryTables();
    Ingested node = open(log, tables);
    for (int at = 0; at < COUNT; ) {
      int to = Math.min(COUNT, at + 1 + random.nextInt(COUNT / 2));
      ingest(node, at, to);
      at = to;
      if (random.nextBoolean()) {
        node.dag.checkpoint();
      }
      if (random.nextBoolean()) {
        tables.cutPower();
        node = open(log, tables);
      }
      assertPasts(random, node.dag, at);
    }
  }

  @Test
  void answerWithoutReadingWhatIsCited() {
    Seeds.run(StretchesTest.class, random -> DagProperties.repeat(random, 5, this::uncited));
  }

  private void uncited(Random random) throws StoreException {
    write(random, 2 + random.nextInt(5));
    RecordList log = new RecordList();
    MemoryTables tables = new MemoryTables();
    Ingested node = open(log, tables);
    ingest(node, 0, COUNT);
    node.dag.checkpoint();
    Dag dag = open(log, tables).dag;
    Table reach = tables.table(DagTables.REACH);
    byte[] from = new byte[DagTables.REACH.keyBytes()];
    assertTrue(keys(reach, from).size() > 10);
    for (byte[] key : keys(reach, from)) {
      reach.delete(key, 0, key.length);
    }
    assertPasts(random, dag, COUNT);
  }

  private static List<byte[]> keys(Table table, byte[] from) throws StoreException {
    List<byte[]> keys = new ArrayList<>();
    table.range(
        from,
        null,
        (key, keyOffset, keyLength, value, valueOffset, valueLength) ->
            keys.add(Arrays.copyOfRange(key, keyOffset, keyOffset + keyLength)));
    return keys;
  }

  @Test
  void goWhenAllInThemIsSettledAndPastsAboveAreStillRight() {
    Seeds.run(StretchesTest.class, random -> DagProperties.repeat(random, 4, this::pruned));
  }

  private void pruned(Random random) throws StoreException {
    write(random, 2 + random.nextInt(5));
    RecordList log = new RecordList();
    MemoryTables tables = new MemoryTables();
    Ingested node = open(log, tables);
    ingest(node, 0, COUNT);
    int[] floors = new int[node.dag.authorCount()];
    node.dag.vector(2 * Stretch.ROWS + random.nextInt(Stretch.ROWS / 2), floors);
    node.dag.pruning().begin(floors).end();
    int before = keys(tables.table(DagTables.VECTOR), new byte[0]).size();
    while (node.dag.pruning().sweep(Integer.MAX_VALUE)) {
      continue;
    }
    assertTrue(
        keys(tables.table(DagTables.VECTOR), new byte[0]).size() < before || !isAllBelow(floors));
    assertAbove(random, node.dag, floors);
    node.dag.checkpoint();
    assertAbove(random, open(log, tables).dag, floors);
  }

  /** True if all of the first stretch lies below these floors. */
  private boolean isAllBelow(int[] floors) {
    boolean below = true;
    for (int row = 0; row < Stretch.ROWS; row++) {
      below &= vectors.get(row)[writers.get(row)] <= floors[writers.get(row)];
    }
    return below;
  }

  private void assertAbove(Random random, Dag dag, int[] floors) throws StoreException {
    for (int i = 0; i < 20_000; i++) {
      int past = random.nextInt(COUNT);
      int row = random.nextInt(COUNT);
      int height = vectors.get(past)[writers.get(past)];
      boolean above = vectors.get(row)[writers.get(row)] > floors[writers.get(row)];
      if (above && height > floors[writers.get(past)]) {
        boolean expected = vectors.get(row)[writers.get(past)] >= height;
        assertEquals(expected, dag.isAncestor(past, row), past + " in " + row);
      }
    }
  }

  @Test
  void areWorkedOutAgainIfTheTablesAreOfAnEarlierVersion() throws StoreException {
    Random random = new Random(4);
    write(random, 5);
    RecordList log = new RecordList();
    MemoryTables tables = new MemoryTables();
    Ingested node = open(log, tables);
    ingest(node, 0, COUNT);
    node.dag.checkpoint();
    TableShape shape = DagTables.DAG;
    byte[] value = new byte[TableShape.VARIABLE_BYTES_MAX];
    int length = tables.table(shape).get(new byte[] {'m'}, 0, 1, value, 0);
    value[3] = 2;
    tables.table(shape).put(new byte[] {'m'}, 0, 1, value, 0, length);
    tables.checkpoint(tables.covered());
    Ingested again = open(log, tables);
    assertTrue(again.dag.rebuildReason().contains("another version"));
    assertPasts(random, again.dag, COUNT);
  }

  @Test
  void areLeftOutBeyondTheMostAuthorsAndPastsAreStillRight() throws StoreException {
    Random random = new Random(5);
    write(random, Stretch.AUTHORS_MAX + 20);
    RecordList log = new RecordList();
    MemoryTables tables = new MemoryTables();
    Ingested node = open(log, tables);
    // An author more every seven intentions: not enough of them come by themselves.
    ingest(node, 0, COUNT);
    for (int i = 0; node.dag.authorCount() < Stretch.AUTHORS_MAX + 20; i++) {
      node.ingest(
          Written.sign(
              new PlainSignatures.Key(1000 + i),
              DagModel.store(),
              Hash.ZERO,
              List.of(all.get(i).hash()),
              new Hlc(1_700_000_000_000L, 0),
              new byte[0]));
    }
    assertPairs(random, node.dag, COUNT);
    node.dag.checkpoint();
    assertPairs(random, open(log, tables).dag, COUNT);
  }

  private void assertPairs(Random random, Dag dag, int count) throws StoreException {
    for (int i = 0; i < 20_000; i++) {
      int past = random.nextInt(count);
      int row = random.nextInt(count);
      int height = vectors.get(past)[writers.get(past)];
      boolean expected = vectors.get(row)[writers.get(past)] >= height;
      assertEquals(expected, dag.isAncestor(past, row), past + " in " + row);
    }
  }
}
