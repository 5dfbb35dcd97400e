package dev.latticenano.storage.log;

import dev.latticenano.core.store.StoreException;
import dev.latticenano.storage.DataDirectory;
import dev.latticenano.storage.table.HashIndex;
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
      rate("scan", () -> log.scan(0, (p, kind, bytes, offset, length) -> true));
    }
    rate("open", () -> SegmentLog.open(logDirectory, STORE).close());
    try (DataDirectory directory = DataDirectory.create(node);
        SegmentLog log = directory.openLog(STORE);
        HashIndex index = directory.openIndex(log)) {
      index.catchUp((kind, bytes, offset, length, hash) -> false, (done, total) -> {});
      report(
          "log + index",
          batch,
          () -> {
            append(log, index, positions, batch);
            index.checkpoint();
          });
      byte[] body = new byte[BODY_BYTES];
      Random random = new Random(2);
      rate(
          "find in the table",
          () -> {
            for (int i = 0; i < RECORDS; i++) {
              fill(body, random.nextInt(RECORDS));
              index.find(body, 0);
            }
          });
    }
  }

  private static void append(SegmentLog log, HashIndex index, long[] positions, int batch)
      throws StoreException {
    byte[] body = new byte[BODY_BYTES];
    for (int i = 0; i < RECORDS; i++) {
      fill(body, i);
      positions[i] = log.append(1, body, 0, BODY_BYTES);
      if (index != null) {
        index.put(body, 0, positions[i]);
      }
      if (i % batch == batch - 1) {
        log.sync();
        if (index != null) {
          index.checkpointIfDue();
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
