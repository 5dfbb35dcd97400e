package dev.latticenano.storage.log;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.management.ThreadMXBean;
import dev.latticenano.core.store.StoreException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Hot operations allocate nothing. */
class AllocationTest {
  private static final int ITERATIONS = 100_000;

  @TempDir Path directory;

  private interface Operation {
    void run(int i) throws StoreException;
  }

  private static long bytesPerOperation(Operation operation) throws StoreException {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long thread = Thread.currentThread().getId();
    for (int i = 0; i < ITERATIONS / 5; i++) {
      operation.run(i);
    }
    long before = threads.getThreadAllocatedBytes(thread);
    for (int i = 0; i < ITERATIONS; i++) {
      operation.run(i);
    }
    return (threads.getThreadAllocatedBytes(thread) - before) / ITERATIONS;
  }

  @Test
  void appendsSyncsAndReadsWithoutAllocating() throws Exception {
    byte[] body = new byte[400];
    byte[] out = new byte[400];
    try (SegmentLog log = SegmentLog.open(directory, new UUID(1, 2), Integer.MAX_VALUE)) {
      long first = log.append(1, body, 0, 400);
      assertEquals(0, bytesPerOperation(i -> append(log, body, i)));
      assertEquals(0, bytesPerOperation(i -> log.read(first, out, 0)));
    }
  }

  /** Footers count intentions by author while they are appended. */
  @Test
  void appendsIntentionsOfManyAuthorsWithoutAllocating() throws Exception {
    byte[][] bodies = new byte[AuthorRanges.AUTHORS_MAX + 1][];
    for (int i = 0; i < bodies.length; i++) {
      byte[] signed = SignedBytes.of(i, i, 100);
      bodies[i] = Arrays.copyOf(signed, signed.length + 8);
    }
    try (SegmentLog log = SegmentLog.open(directory, new UUID(1, 2), Integer.MAX_VALUE)) {
      assertEquals(
          0,
          bytesPerOperation(
              i -> {
                byte[] body = bodies[i % bodies.length];
                log.append(3, body, 0, body.length);
              }));
    }
  }

  private static void append(SegmentLog log, byte[] body, int i) throws StoreException {
    log.append(1, body, 0, 400);
    if (i % 2000 == 0) {
      log.sync();
    }
  }
}
