package dev.latticenano.storage.table;

import dev.latticenano.core.store.Table;
import dev.latticenano.core.store.TableShape;
import dev.latticenano.storage.log.SegmentLog;
import dev.latticenano.storage.table.RunBench.NodeRows;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.UUID;

/**
 * The five fixed tables of a node, filled record by record with checkpoints and merges: bytes of
 * runs written per record, runs left, gets per second, and how long opening takes. Arguments: a
 * directory, how many records, and optionally the one table to fill.
 */
final class TableBench {
  private static final List<TableShape> SHAPES =
      List.of(
          TableShape.fixed("hash", 12, 0).filtered(8),
          TableShape.fixed("row", 4, 19),
          TableShape.fixed("chain", 6, 4),
          TableShape.fixed("time", 40, 0).withSums(),
          TableShape.fixed("reach", 8, 4));
  private static final int GETS = 200_000;

  private TableBench() {}

  public static void main(String[] arguments) throws Exception {
    int records = Integer.parseInt(arguments[1]);
    for (TableShape shape : SHAPES) {
      if (arguments.length < 3) {
        measure(Path.of(arguments[0]), List.of(shape), records);
      }
    }
    measure(Path.of(arguments[0]), SHAPES, records);
  }

  private static void measure(Path parent, List<TableShape> shapes, int records) throws Exception {
    Path directory = Files.createTempDirectory(parent, "tables");
    Files.createDirectory(directory.resolve("log"));
    Files.createDirectory(directory.resolve("index"));
    UUID store = new UUID(1, 2);
    String name = shapes.size() == 1 ? shapes.get(0).name() : "all";
    try (SegmentLog log = SegmentLog.open(directory.resolve("log"), store)) {
      long start = System.nanoTime();
      try (FlashTables tables = FlashTables.open(directory.resolve("index"), log)) {
        fill(tables, log, shapes, records);
        double seconds = (System.nanoTime() - start) / 1e9;
        System.out.printf(
            "%-6s %,11d records: %6.2f B of runs and %.2f B of log a record, %,.0f records/s,",
            name,
            records,
            (double) tables.writtenBytes() / records,
            (double) log.end() / records,
            records / seconds);
      }
      long stored = 0;
      int count = 0;
      try (var paths = Files.list(directory.resolve("index"))) {
        for (Path path : paths.toList()) {
          stored += Files.size(path);
          count++;
        }
      }
      start = System.nanoTime();
      try (FlashTables tables = FlashTables.open(directory.resolve("index"), log)) {
        double ms = (System.nanoTime() - start) / 1e6;
        System.out.printf(
            " %.2f B stored in %d runs, open %.1f ms, %,.0f gets/s%n",
            (double) stored / records,
            count,
            ms,
            gets(tables.table(shapes.get(0)), shapes, records));
      }
    }
    try (var paths = Files.walk(directory)) {
      paths.sorted(Comparator.reverseOrder()).forEach(path -> path.toFile().delete());
    }
  }

  private static void fill(FlashTables tables, SegmentLog log, List<TableShape> shapes, int records)
      throws Exception {
    Table[] written = new Table[shapes.size()];
    Random[] random = new Random[shapes.size()];
    for (int i = 0; i < written.length; i++) {
      written[i] = tables.table(shapes.get(i));
      random[i] = new Random(1);
    }
    byte[] key = new byte[64];
    byte[] value = new byte[64];
    for (int i = 0; i < records; i++) {
      for (int t = 0; t < written.length; t++) {
        TableShape shape = shapes.get(t);
        NodeRows.key(shape, i, random[t], key);
        NodeRows.value(shape, i, value);
        written[t].put(key, 0, shape.keyBytes(), value, 0, shape.valueBytes());
      }
      if (tables.isDue()) {
        checkpoint(tables, log);
      }
    }
    checkpoint(tables, log);
  }

  private static void checkpoint(FlashTables tables, SegmentLog log) throws Exception {
    log.append(1, new byte[1], 0, 1);
    tables.checkpoint(log.end());
    while (tables.work(1 << 20) > 0) {
      continue;
    }
  }

  private static double gets(Table table, List<TableShape> shapes, int records) throws Exception {
    TableShape shape = shapes.get(0);
    byte[] key = new byte[64];
    byte[] out = new byte[64];
    Random random = new Random(1);
    Random skips = new Random(2);
    // The keys of the first records again, in the order they came, which for hashes is none.
    int step = Math.max(1, records / GETS);
    int asked = 0;
    long spent = 0;
    for (int i = 0; i < records; i++) {
      NodeRows.key(shape, i, random, key);
      if (skips.nextInt(step) == 0) {
        long start = System.nanoTime();
        if (table.get(key, 0, shape.keyBytes(), out, 0) < 0) {
          throw new AssertionError("record " + i + " is missing");
        }
        spent += System.nanoTime() - start;
        asked++;
      }
    }
    return asked / (spent / 1e9);
  }
}
