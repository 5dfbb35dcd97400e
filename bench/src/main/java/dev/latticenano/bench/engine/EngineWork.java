package dev.latticenano.bench.engine;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Random;

/**
 * One piece of the work that every engine does, in a process of its own: {@code main(piece, engine,
 * folder, records, seed)}. Prints what it measured, a name and a number a line; {@link Piece} says
 * which.
 */
public final class EngineWork {
  /** Records of a commit. */
  public static final int BATCH = 64;

  /** What can be asked of a process. */
  public enum Piece {
    /** Puts all records into an empty folder and closes. */
    FILL,
    /** As {@link #FILL}, but says after each commit how many records are durable. */
    TELL,
    /** Opens, finds all records in random order, scans. */
    READ,
    /** Opens and finds the first record. */
    OPEN,
    /** Opens and finds the first record, then looks for every one; {@code records} are durable. */
    CHECK
  }

  /** Times that everything is read; the last counts. */
  static final int PASSES = 3;

  private final EngineKind kind;
  private final Path folder;
  private final int count;
  private final Records records;
  private final byte[] key = new byte[Records.KEY_BYTES];
  private final byte[] value = new byte[Records.VALUE_BYTES];

  private EngineWork(EngineKind kind, Path folder, int count, long seed) {
    this.kind = kind;
    this.folder = folder;
    this.count = count;
    records = new Records(seed);
  }

  /** Does one piece of work; see the class. */
  public static void main(String[] arguments) throws Exception {
    EngineKind kind = EngineKind.of(arguments[1]);
    EngineWork work =
        new EngineWork(
            kind,
            Path.of(arguments[2]),
            Integer.parseInt(arguments[3]),
            Long.parseLong(arguments[4]));
    kind.load();
    Piece piece = Piece.valueOf(arguments[0]);
    switch (piece) {
      case FILL, TELL -> work.fill(piece == Piece.TELL);
      case READ -> work.read();
      case OPEN, CHECK -> work.open(piece == Piece.CHECK);
    }
  }

  private void fill(boolean telling) throws Exception {
    FillCost cost = new FillCost(count);
    Engine engine = kind.open(folder);
    for (int from = 0; from < count; from += BATCH) {
      int to = Math.min(count, from + BATCH);
      cost.begin();
      for (int i = from; i < to; i++) {
        records.key(i, key);
        Records.value(key, value);
        engine.put(key, value);
      }
      cost.commit();
      engine.commit();
      cost.committed();
      if (telling) {
        System.out.println("durable " + to);
      }
    }
    cost.full();
    engine.close();
    cost.closed(folder);
  }

  private void read() throws Exception {
    long heapBytes = ProcessCost.heapBytes();
    Engine engine = kind.open(folder);
    // The last pass counts: by then the compiler has done its work.
    for (int pass = 0; pass < PASSES; pass++) {
      say("gets", findAll(engine));
    }
    for (int pass = 0; pass < PASSES; pass++) {
      say("keyscan", scanAll(engine, false));
      say("scan", scanAll(engine, true));
    }
    say("readheap", (double) (ProcessCost.heapBytes() - heapBytes) / count);
    say("readrss", ProcessCost.residentBytes() / 1e6);
    engine.close();
  }

  private double findAll(Engine engine) throws Exception {
    int[] order = shuffled(count);
    long cpuNs = ProcessCost.threadNs();
    long startNs = System.nanoTime();
    for (int number : order) {
      if (!isFound(engine, number)) {
        throw new IllegalStateException(kind.title() + " does not find record " + number);
      }
    }
    double rate = count / seconds(startNs);
    say("getcpu", (ProcessCost.threadNs() - cpuNs) / 1e3 / count);
    return rate;
  }

  private double scanAll(Engine engine, boolean values) throws Exception {
    ScanCheck check = new ScanCheck(kind.isOrdered(), values);
    long startNs = System.nanoTime();
    engine.scan(values, check);
    double rate = count / seconds(startNs);
    if (check.rows() != count || check.faults() > 0) {
      throw new IllegalStateException(
          kind.title() + " showed " + check.rows() + " rows, " + check.faults() + " at fault");
    }
    return rate;
  }

  private void open(boolean checking) throws Exception {
    long writtenBytes = ProcessCost.writtenBytes();
    long startNs = System.nanoTime();
    Engine engine = kind.open(folder);
    boolean found = isFound(engine, 0);
    say("open", seconds(startNs) * 1e3);
    int missing = found ? 0 : 1;
    for (int i = 1; checking && i < count; i++) {
      missing += isFound(engine, i) ? 0 : 1;
    }
    say("missing", missing);
    engine.close();
    say("openwritten", ProcessCost.writtenBytes() - writtenBytes);
  }

  private boolean isFound(Engine engine, int number) throws Exception {
    records.key(number, key);
    return engine.find(key, value) && Records.isValue(key, value, 0);
  }

  /** The numbers below {@code count} in an order that is the same every time. */
  static int[] shuffled(int count) {
    int[] order = new int[count];
    Arrays.setAll(order, i -> i);
    Random random = new Random(count);
    for (int i = count; i > 1; i--) {
      int j = random.nextInt(i);
      int at = order[i - 1];
      order[i - 1] = order[j];
      order[j] = at;
    }
    return order;
  }

  /** Seconds since a time. */
  static double seconds(long startNs) {
    return (System.nanoTime() - startNs) / 1e9;
  }

  /** Prints a figure. */
  static void say(String name, double figure) {
    System.out.println(name + " " + String.format(Locale.ROOT, "%.6g", figure));
  }
}
