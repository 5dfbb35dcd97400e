package dev.latticenano.core.bytes;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** Counts the bytes that one operation allocates on this thread, after warm-up. */
public final class Allocation {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private Allocation() {}

  /** Bytes per run, rounded down: the JVM itself may add a few to the total. */
  public static long bytesPerRun(int runs, Runnable operation) {
    for (int i = 0; i < runs; i++) {
      operation.run();
    }
    long thread = Thread.currentThread().getId();
    long before = THREADS.getThreadAllocatedBytes(thread);
    for (int i = 0; i < runs; i++) {
      operation.run();
    }
    return (THREADS.getThreadAllocatedBytes(thread) - before) / runs;
  }

  /** Bytes of a single run, warmed up by the caller. */
  public static long bytesOnce(Runnable operation) {
    long thread = Thread.currentThread().getId();
    long before = THREADS.getThreadAllocatedBytes(thread);
    operation.run();
    return THREADS.getThreadAllocatedBytes(thread) - before;
  }
}
