package dev.latticenano.bench;

import dev.latticenano.core.Verdict;
import dev.latticenano.core.bytes.BigEndian;
import dev.latticenano.core.bytes.LittleEndian;
import dev.latticenano.core.reconcile.Caps;
import dev.latticenano.core.reconcile.Differences;
import dev.latticenano.core.reconcile.ItemSet;
import dev.latticenano.core.reconcile.ItemTree;
import dev.latticenano.core.reconcile.Negentropy;
import dev.latticenano.core.reconcile.TableItems;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.core.store.SummedTable;
import dev.latticenano.core.store.TableShape;
import dev.latticenano.storage.log.SegmentLog;
import dev.latticenano.storage.table.FlashTables;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.Locale;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Two sets reconciled: bytes, rounds and processor time of each side, warm; and what it costs to
 * put items into a live set. Without arguments sets on the heap, of 10 000, 100 000 and a million
 * items with 0 to 1000 differences. With a folder on a disk, and a number of items (10000000): two
 * tables there, as a node keeps them; run that with {@code BENCH_JAVA_OPTS=-Xmx64m}. Every item has
 * a time of its own; differences are spread at random, or the last ones, and fall to both sides by
 * turns.
 */
public final class ReconcileBench {
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  private static final long FIRST_TIME = 1_677_970_534L;
  private static final int KEY_BYTES = 40;
  private static final UUID STORE = new UUID(0x1111_1111_1111_4111L, 0x8111_1111_1111_1111L);
  private static final int WORK_BYTES = 1 << 20;

  private final int count;
  private final byte[] key = new byte[KEY_BYTES];

  private ReconcileBench(int count) {
    this.count = count;
  }

  /** Runs the work and prints a line for each figure. */
  public static void main(String[] arguments) throws IOException, StoreException {
    System.out.printf(Locale.ROOT, "heap %d MB%n", Runtime.getRuntime().maxMemory() >> 20);
    if (arguments.length > 0) {
      int count = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 10_000_000;
      new ReconcileBench(count).runTables(Path.of(arguments[0]));
      return;
    }
    new ReconcileBench(1_000_000).runInserts();
    for (int count : new int[] {10_000, 100_000, 1_000_000}) {
      for (int differences : new int[] {0, 1, 10, 1000}) {
        new ReconcileBench(count).runTrees(differences, false);
      }
      new ReconcileBench(count).runTrees(10, true);
      new ReconcileBench(count).runTrees(1000, true);
    }
  }

  // Item i: a time after the one before, and an id that looks random and follows from i.
  private void item(long i) {
    BigEndian.putLong(key, 0, FIRST_TIME + i);
    for (int at = 8; at < KEY_BYTES; at += 8) {
      long mixed = (4 * i + at) * 0x9E3779B97F4A7C15L;
      mixed = (mixed ^ mixed >>> 30) * 0xBF58476D1CE4E5B9L;
      mixed = (mixed ^ mixed >>> 27) * 0x94D049BB133111EBL;
      LittleEndian.putLong(key, at, mixed ^ mixed >>> 31);
    }
  }

  private void insert(ItemTree tree, long i) {
    item(i);
    tree.insert(BigEndian.longAt(key, 0), key, 8);
  }

  private int[] shuffled() {
    int[] order = new int[count];
    for (int i = 0; i < count; i++) {
      order[i] = i;
    }
    Random random = new Random(1);
    for (int i = count - 1; i > 0; i--) {
      int other = random.nextInt(i + 1);
      int moved = order[i];
      order[i] = order[other];
      order[other] = moved;
    }
    return order;
  }

  private void runInserts() {
    int[] order = shuffled();
    long heapBefore = heapBytes();
    ItemTree tree = new ItemTree();
    for (int i : order) {
      insert(tree, 2L * i);
    }
    double perItem = (heapBytes() - heapBefore) / (double) count;
    System.out.printf(Locale.ROOT, "random order: %.1f B an item on the heap%n", perItem);
    double nothing = runLive(tree, order);
    ItemTree sorted = new ItemTree();
    heapBefore = heapBytes();
    long start = THREADS.getCurrentThreadCpuTime();
    for (int i = 0; i < count; i++) {
      insert(sorted, i);
    }
    double each = (THREADS.getCurrentThreadCpuTime() - start) / 1e3 / count;
    System.out.printf(
        Locale.ROOT,
        "in order: insert %.2f us, %.1f B an item on the heap%n",
        each - nothing,
        (heapBytes() - heapBefore) / (double) sorted.size());
  }

  /** Puts items in and takes them out again; returns what making an item takes, in microseconds. */
  private double runLive(ItemTree tree, int[] order) {
    double[] inserts = new double[9];
    double[] deletes = new double[inserts.length];
    double[] nothing = new double[inserts.length];
    int some = count / 5;
    for (int round = 0; round < inserts.length; round++) {
      long start = THREADS.getCurrentThreadCpuTime();
      for (int i = 0; i < some; i++) {
        item(2L * order[i] + 1);
      }
      nothing[round] = (THREADS.getCurrentThreadCpuTime() - start) / 1e3 / some;
      start = THREADS.getCurrentThreadCpuTime();
      for (int i = 0; i < some; i++) {
        insert(tree, 2L * order[i] + 1);
      }
      inserts[round] = (THREADS.getCurrentThreadCpuTime() - start) / 1e3 / some;
      start = THREADS.getCurrentThreadCpuTime();
      for (int i = 0; i < some; i++) {
        item(2L * order[i] + 1);
        tree.delete(BigEndian.longAt(key, 0), key, 8);
      }
      deletes[round] = (THREADS.getCurrentThreadCpuTime() - start) / 1e3 / some;
    }
    System.out.printf(
        Locale.ROOT,
        "into %d live items, random order: insert %.2f us, delete %.2f us%n",
        tree.size(),
        median(inserts) - median(nothing),
        median(deletes) - median(nothing));
    return median(nothing);
  }

  private BitSet differing(int differences, boolean tail) {
    BitSet chosen = new BitSet(count);
    Random random = new Random(differences);
    for (int i = 0; chosen.cardinality() < differences; i++) {
      chosen.set(tail ? count - 1 - i : random.nextInt(count));
    }
    return chosen;
  }

  private void runTrees(int differences, boolean tail) throws StoreException {
    BitSet chosen = differing(differences, tail);
    ItemTree mine = new ItemTree();
    ItemTree theirs = new ItemTree();
    boolean turn = false;
    for (int i = 0; i < count; i++) {
      turn ^= chosen.get(i);
      if (!chosen.get(i) || turn) {
        insert(mine, i);
      }
      if (!chosen.get(i) || !turn) {
        insert(theirs, i);
      }
    }
    String name = differences + (tail ? " last" : "");
    reconcile(name, mine, theirs, differences, 2_000_000 / (500 + differences * 20));
  }

  /** Reconciles often, and prints the medians of the later half. */
  private void reconcile(String name, ItemSet mine, ItemSet theirs, int differences, int runs)
      throws StoreException {
    double[] initiator = new double[runs];
    double[] responder = new double[runs];
    Pass pass = new Pass();
    for (int run = 0; run < runs; run++) {
      pass.run(mine, theirs);
      initiator[run] = pass.initiatorNanos / 1e6;
      responder[run] = pass.responderNanos / 1e6;
      if (pass.found != differences) {
        throw new AssertionError(pass.found + " found of " + differences);
      }
    }
    System.out.printf(
        Locale.ROOT,
        "%d items, %s differ: %d rounds, %d B up, %d B down, first %.1f + %.1f ms, "
            + "then initiator %.3f ms, responder %.3f ms%n",
        count,
        name,
        pass.rounds,
        pass.up,
        pass.down,
        initiator[0],
        responder[0],
        median(Arrays.copyOfRange(initiator, runs / 2, runs)),
        median(Arrays.copyOfRange(responder, runs / 2, runs)));
  }

  /** One reconciliation, counted. */
  private static final class Pass implements Differences {
    private long initiatorNanos;
    private long responderNanos;
    private int rounds;
    private long up;
    private long down;
    private int found;

    void run(ItemSet mine, ItemSet theirs) throws StoreException {
      Caps caps = new Caps(0, Integer.MAX_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE, false);
      initiatorNanos = 0;
      responderNanos = 0;
      rounds = 0;
      up = 0;
      down = 0;
      found = 0;
      Negentropy one = new Negentropy(mine, caps, 1);
      Negentropy other = new Negentropy(theirs, caps, 2);
      long start = THREADS.getCurrentThreadCpuTime();
      one.initiate();
      initiatorNanos += THREADS.getCurrentThreadCpuTime() - start;
      while (!one.isDone()) {
        rounds++;
        up += one.messageLength();
        responderNanos += receive(one, other, null);
        down += other.messageLength();
        initiatorNanos += receive(other, one, this);
      }
    }

    private static long receive(Negentropy from, Negentropy to, Differences found)
        throws StoreException {
      long start = THREADS.getCurrentThreadCpuTime();
      Verdict verdict = to.receive(from.message(), 0, from.messageLength(), found);
      if (verdict != Verdict.OK) {
        throw new AssertionError(verdict);
      }
      return THREADS.getCurrentThreadCpuTime() - start;
    }

    @Override
    public void have(byte[] id, int offset) {
      found++;
    }

    @Override
    public void need(byte[] id, int offset) {
      found++;
    }
  }

  private void runTables(Path where) throws IOException, StoreException {
    Path folder = Files.createTempDirectory(Files.createDirectories(where), "reconcile-bench");
    try (SegmentLog log = SegmentLog.open(Files.createDirectory(folder.resolve("log")), STORE);
        FlashTables tables =
            FlashTables.open(Files.createDirectory(folder.resolve("index")), log)) {
      TableShape shape = TableShape.fixed("time", KEY_BYTES, 0).withSums();
      SummedTable mine = (SummedTable) tables.table(shape);
      SummedTable theirs =
          (SummedTable) tables.table(TableShape.fixed("peer", KEY_BYTES, 0).withSums());
      fill(log, tables, mine, theirs);
      double perItem = heapBytes() / 2.0 / count;
      System.out.printf(Locale.ROOT, "heap %.2f B an item, JVM included%n", perItem);
      reconcile("10", new TableItems(mine), new TableItems(theirs), 10, 41);
    } finally {
      try (Stream<Path> all = Files.walk(folder)) {
        for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      }
    }
  }

  private void fill(SegmentLog log, FlashTables tables, SummedTable mine, SummedTable theirs)
      throws StoreException {
    BitSet chosen = differing(10, false);
    boolean turn = false;
    long start = System.nanoTime();
    for (int i = 0; i < count; i++) {
      item(i);
      turn ^= chosen.get(i);
      if (!chosen.get(i) || turn) {
        mine.put(key, 0, KEY_BYTES, key, 0, 0);
      }
      if (!chosen.get(i) || !turn) {
        theirs.put(key, 0, KEY_BYTES, key, 0, 0);
      }
      if (tables.isDue() || i == count - 1) {
        log.append(1, key, 0, 1);
        tables.checkpoint(log.end());
        while (tables.work(WORK_BYTES) > 0) {
          continue;
        }
      }
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    System.out.printf(
        Locale.ROOT,
        "2 x %d rows in %.0f s, %d MB written%n",
        count,
        seconds,
        tables.writtenBytes() >> 20);
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }

  private static long heapBytes() {
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }
}
