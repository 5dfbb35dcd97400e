package dev.latticenano.storage.log;

import dev.latticenano.core.bytes.BigEndian;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.core.store.Table;
import dev.latticenano.core.store.TableShape;
import dev.latticenano.storage.DataDirectory;
import dev.latticenano.storage.table.FlashTables;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Measures the log and its index: 200,000 records of 432 bytes, a sync every 64. Prints inserts per
 * second, and the bytes that reached the disk per byte appended, from {@code /proc/self/io}; then
 * random reads, a scan, an opening, and the same with a hash index. Argument: a directory on the
 * disk to measure, which is filled and emptied.
 */
final class LogBench {
  private static final int RECORDS = 200_000;
  private static final int BODY_BYTES = 432;
  private static final int BATCH = 64;
  private static final UUID STORE = new UUID(15, 16);
  private static final TableShape HASHES = TableShape.fixed("hash", 32, 8).filtered(32);

  private LogBench() {}

  /** Runs once; see the class. */
  public static void main(String[] arguments) throws Exception {
    Path root = Files.createTempDirectory(Path.of(arguments[0]), "logbench");
    int batch = arguments.length > 1 ? Integer.parseInt(arguments[1]) : BATCH;
    try {
      measure(root.resolve("log"), root.resolve("node"), batch);
    } finally {
      try (Stream<Path> paths = Files.walk(root)) {
        for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      }
    }
  }

  private static void measure(Path logDirectory, Path node, int batch) throws Exception {
    Files.createDirectory(logDirectory);
    long[] positions = new long[RECORDS];
    try (SegmentLog log = SegmentLog.open(logDirectory, STORE)) {
      report("log", batch, () -> append(log, null, positions, batch));
      byte[] out = new byte[BODY_BYTES];
      Random random = new Random(1);
      rate(
          "read",
          () -> {
            for (int i = 0; i < RECORDS; i++) {
              log.read(positions[random.nextInt(RECORDS)], out, 0);
            }
          });
      for (String what : new String[] {"scan", "scan again", "and again"}) {
        rate(what, () -> log.scan(0, (p, kind, bytes, offset, length) -> true));
      }
    }
    rate("open", () -> SegmentLog.open(logDirectory, STORE).close());
    try (DataDirectory directory = DataDirectory.create(node);
        SegmentLog log = directory.openLog(STORE);
        FlashTables tables = directory.openTables(log)) {
      Table hashes = tables.table(HASHES);
      report(
          "log + table",
          batch,
          () -> {
            append(log, tables, positions, batch);
            tables.checkpoint(log.end());
          });
      byte[] body = new byte[BODY_BYTES];
      byte[] out = new byte[8];
      Random random = new Random(2);
      rate(
          "find in the table",
          () -> {
            for (int i = 0; i < RECORDS; i++) {
              fill(body, random.nextInt(RECORDS));
              hashes.get(body, 0, 32, out, 0);
            }
          });
    }
  }

  private static void append(SegmentLog log, FlashTables tables, long[] positions, int batch)
      throws StoreException {
    byte[] body = new byte[BODY_BYTES];
    byte[] value = new byte[8];
    Table hashes = tables == null ? null : tables.table(HASHES);
    for (int i = 0; i < RECORDS; i++) {
      fill(body, i);
      positions[i] = log.append(1, body, 0, BODY_BYTES);
      if (tables != null) {
        BigEndian.putLong(value, 0, positions[i]);
        hashes.put(body, 0, 32, value, 0, 8);
      }
      if (i % batch == batch - 1) {
        log.sync();
        if (tables != null && tables.isDue()) {
          tables.checkpoint(log.end());
          while (tables.work(1 << 20) > 0) {
            continue;
          }
        }
      }
    }
    log.sync();
  }

  /** Bytes that only {@code i} decides and that look like a hash. */
  private static void fill(byte[] body, int i) {
    long state = i;
    for (int at = 0; at < BODY_BYTES; at++) {
      if (at % 8 == 0) {
        state = (state + at + 1) * 0x9E3779B97F4A7C15L;
        state ^= state >>> 29;
      }
      body[at] = (byte) (state >>> (8 * (at % 8)));
    }
  }

  private interface Work {
    void run() throws Exception;
  }

  private static void report(String what, int batch, Work work) throws Exception {
    long written = writtenBytes();
    long start = System.nanoTime();
    work.run();
    double seconds = (System.nanoTime() - start) / 1e9;
    double ratio = (writtenBytes() - written) / ((double) RECORDS * BODY_BYTES);
    System.out.printf(
        "%-12s sync every %d: %,.0f inserts/s, %.2f bytes to disk per byte%n",
        what, batch, RECORDS / seconds, ratio);
  }

  private static void rate(String what, Work work) throws Exception {
    long start = System.nanoTime();
    work.run();
    double seconds = (System.nanoTime() - start) / 1e9;
    System.out.printf("%-18s %,.0f records/s, %.0f ms%n", what, RECORDS / seconds, seconds * 1e3);
  }

  private static long writtenBytes() throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/self/io"))) {
      if (line.startsWith("write_bytes: ")) {
        return Long.parseLong(line.substring(13));
      }
    }
    throw new IOException("/proc/self/io has no write_bytes");
  }
}
