package dev.latticenano.storage.table;

import dev.latticenano.core.bytes.BigEndian;
import dev.latticenano.core.store.RowCursor;
import dev.latticenano.core.store.RowView;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.core.store.TableShape;
import dev.latticenano.storage.disk.FileDisk;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Random;
import java.util.UUID;

/**
 * The same fixed rows as one MapDB run and as one flat run: bytes and heap per row, gets and rows
 * scanned per second. Arguments: a directory, and how many rows (1,000,000).
 */
final class RunBench {
  private static final int GETS = 300_000;

  private RunBench() {}

  public static void main(String[] arguments) throws Exception {
    Path directory = Files.createTempDirectory(Path.of(arguments[0]), "runs");
    int rows = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 1_000_000;
    measure(directory, TableShape.fixed("hash", 12, 0).filtered(8), rows);
    measure(directory, TableShape.fixed("row", 4, 19), rows);
    measure(directory, TableShape.fixed("chain", 6, 4), rows);
    measure(directory, TableShape.fixed("time", 40, 0).withSums(), rows);
    measure(directory, TableShape.fixed("reach", 8, 4), rows);
    try (var paths = Files.walk(directory)) {
      paths.sorted(Comparator.reverseOrder()).forEach(path -> path.toFile().delete());
    }
  }

  private static void measure(Path directory, TableShape shape, int rows) throws Exception {
    RunFiles files =
        new RunFiles(
            new FileDisk(), directory, new RunsOwner(new UUID(1, 2), 3), new Random()::nextLong);
    byte[][] keys = NodeRows.sortedKeys(shape, rows);
    one("flat", files, shape, shape, keys);
    TableShape variable = TableShape.variable(shape.name());
    one("mapdb", files, variable, shape, keys);
  }

  private static void one(
      String what, RunFiles files, TableShape shape, TableShape fixed, byte[][] keys)
      throws Exception {
    long before = usedHeap();
    RunWriter writer =
        files.begin(shape, shape.isFixed() ? 1 : 2, keys.length, fixed.keyBytes() + 64);
    RowView view = new RowView();
    byte[] value = new byte[64];
    for (int i = 0; i < keys.length; i++) {
      NodeRows.value(fixed, i, value);
      view.wrap(keys[i], 0, keys[i].length, value, 0, fixed.valueBytes());
      writer.add(view);
    }
    Run run = files.finish(shape, shape.isFixed() ? 1 : 2, writer);
    writer = null;
    long heap = usedHeap() - before;
    RunKey key = new RunKey(3, shape);
    double get = gets(run, key, keys);
    RowCursor cursor = run.cursor(null);
    long start = System.nanoTime();
    int seen = 0;
    for (boolean at = cursor.seek(value, 0, 0); at; at = cursor.next()) {
      seen++;
    }
    double scan = seen / ((System.nanoTime() - start) / 1e9);
    System.out.printf(
        "%-6s %-6s %5.2f B/row, heap %5.2f B/row, %,9.0f gets/s, %,11.0f rows/s scanned%n",
        fixed.name(),
        what,
        (double) run.source().footer().fileBytes() / keys.length,
        (double) heap / keys.length,
        get,
        scan);
    run.source().close();
  }

  private static double gets(Run run, RunKey key, byte[][] keys) throws StoreException {
    Random random = new Random(5);
    byte[] out = new byte[64];
    double best = 0;
    for (int round = 0; round < 3; round++) {
      long start = System.nanoTime();
      for (int i = 0; i < GETS; i++) {
        byte[] wanted = keys[random.nextInt(keys.length)];
        if (run.find(key.wrap(wanted, 0, wanted.length), out, 0) < 0) {
          throw new AssertionError("row " + i + " is missing");
        }
      }
      best = Math.max(best, GETS / ((System.nanoTime() - start) / 1e9));
    }
    return best;
  }

  private static long usedHeap() throws InterruptedException {
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  /** Rows like those of a node with sixteen authors. */
  static final class NodeRows {
    private static final int AUTHORS = 16;

    private NodeRows() {}

    static byte[][] sortedKeys(TableShape shape, int rows) {
      Random random = new Random(1);
      byte[][] keys = new byte[rows][];
      for (int i = 0; i < rows; i++) {
        keys[i] = new byte[shape.keyBytes()];
        key(shape, i, random, keys[i]);
      }
      Arrays.sort(keys, Arrays::compareUnsigned);
      return keys;
    }

    /** The key that record {@code i} puts into a table. */
    static void key(TableShape shape, int i, Random random, byte[] key) {
      switch (shape.name()) {
        case "hash" -> {
          BigEndian.putLong(key, 0, random.nextLong());
          BigEndian.putInt(key, 8, i);
        }
        case "row" -> BigEndian.putInt(key, 0, i);
        case "chain" -> {
          BigEndian.putShort(key, 0, i % AUTHORS);
          BigEndian.putInt(key, 2, i / AUTHORS);
        }
        case "time" -> {
          int late = random.nextInt(20) == 0 ? random.nextInt(5000) : 0;
          BigEndian.putLong(key, 0, 1_700_000_000_000L + i * 10L - late);
          for (int at = 8; at < 40; at += 8) {
            BigEndian.putLong(key, at, random.nextLong());
          }
        }
        default -> {
          BigEndian.putShort(key, 0, i % AUTHORS);
          BigEndian.putShort(key, 2, (i + 1) % AUTHORS);
          BigEndian.putInt(key, 4, i / AUTHORS);
        }
      }
    }

    /** The value that record {@code i} puts into a table. */
    static void value(TableShape shape, int i, byte[] value) {
      Arrays.fill(value, (byte) 0);
      if (shape.name().equals("row")) {
        BigEndian.putLong(value, 0, 445L * i << 16);
        BigEndian.putShort(value, 7, 430 + i % 7);
        BigEndian.putShort(value, 9, i % AUTHORS);
        BigEndian.putInt(value, 11, i / AUTHORS);
        BigEndian.putInt(value, 15, i / AUTHORS);
      } else {
        BigEndian.putInt(value, 0, i);
      }
    }
  }
}
