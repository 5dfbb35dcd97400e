package dev.latticenano.bench.engine;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Random;

/**
 * Fills an engine that may hold records already, in a process of its own: {@code main(engine,
 * folder, from, to, every, seed)}. Prints a line for each {@code every} records, {@link Line} says
 * what; then waits to be killed, for it never closes.
 */
public final class EngineSoak {
  private static final int GETS = 10_000;

  /**
   * What one line says.
   *
   * @param records in the store now
   * @param inserts a second since the line before, what the line itself costs left out
   * @param commitMs median of the commits since the line before
   * @param commit99Ms of the same, what one in a hundred exceeds
   * @param written bytes that this process wrote so far
   * @param getUs median of 10 000 finds of random records
   * @param get99Us of the same, what one in a hundred exceeds
   * @param heap bytes of live objects, those of the process without the store left out
   * @param resident bytes, the most so far
   */
  public record Line(
      long records,
      double inserts,
      double commitMs,
      double commit99Ms,
      double written,
      double getUs,
      double get99Us,
      double heap,
      double resident) {
    /** Reads what {@link #toString} wrote. */
    public static Line parse(String text) {
      double[] n = Arrays.stream(text.split(" ")).mapToDouble(Double::parseDouble).toArray();
      return new Line((long) n[0], n[1], n[2], n[3], n[4], n[5], n[6], n[7], n[8]);
    }

    @Override
    public String toString() {
      return String.format(
          Locale.ROOT,
          "%d %.0f %.4f %.4f %.0f %.3f %.3f %.0f %.0f",
          records,
          inserts,
          commitMs,
          commit99Ms,
          written,
          getUs,
          get99Us,
          heap,
          resident);
    }
  }

  private final Engine engine;
  private final Records records;
  private final byte[] key = new byte[Records.KEY_BYTES];
  private final byte[] value = new byte[Records.VALUE_BYTES];
  private final long[] getNs = new long[GETS];
  private final long[] commitNs;
  private final long heapBytes;
  private final long writtenBytes;

  private EngineSoak(EngineKind kind, Path folder, long every, long seed) throws Exception {
    records = new Records(seed);
    commitNs = new long[(int) (every / EngineWork.BATCH) + 1];
    heapBytes = ProcessCost.heapBytes();
    writtenBytes = ProcessCost.writtenBytes();
    engine = kind.open(folder);
  }

  /** Fills; see the class. */
  public static void main(String[] arguments) throws Exception {
    long from = Long.parseLong(arguments[2]);
    long to = Long.parseLong(arguments[3]);
    long every = Long.parseLong(arguments[4]);
    EngineKind kind = EngineKind.of(arguments[0]);
    kind.load();
    EngineSoak soak =
        new EngineSoak(kind, Path.of(arguments[1]), every, Long.parseLong(arguments[5]));
    for (long at = from; at < to; at += every) {
      System.out.println(soak.line(at, Math.min(to, at + every)));
    }
    System.out.println("full");
    System.in.read();
  }

  private Line line(long from, long to) throws Exception {
    long startNs = System.nanoTime();
    int commits = 0;
    for (long at = from; at < to; ) {
      long end = Math.min(to, at + EngineWork.BATCH);
      for (; at < end; at++) {
        records.key(at, key);
        Records.value(key, value);
        engine.put(key, value);
      }
      long commitStartNs = System.nanoTime();
      engine.commit();
      commitNs[commits++] = System.nanoTime() - commitStartNs;
    }
    double inserts = (to - from) * 1e9 / (System.nanoTime() - startNs);
    Arrays.sort(commitNs, 0, commits);
    find(to);
    return new Line(
        to,
        inserts,
        commitNs[commits / 2] / 1e6,
        commitNs[commits * 99 / 100] / 1e6,
        ProcessCost.writtenBytes() - writtenBytes,
        getNs[GETS / 2] / 1e3,
        getNs[GETS * 99 / 100] / 1e3,
        ProcessCost.heapBytes() - heapBytes,
        ProcessCost.residentBytes());
  }

  private void find(long count) throws Exception {
    Random random = new Random(count);
    for (int i = 0; i < GETS; i++) {
      long number = random.nextLong(count);
      records.key(number, key);
      long startNs = System.nanoTime();
      boolean found = engine.find(key, value);
      getNs[i] = System.nanoTime() - startNs;
      if (!found || !Records.isValue(key, value, 0)) {
        throw new IllegalStateException("record " + number + " of " + count + " is not found");
      }
    }
    Arrays.sort(getNs);
  }
}
