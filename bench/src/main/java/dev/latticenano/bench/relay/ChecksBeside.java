package dev.latticenano.bench.relay;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Checks signatures beside what is measured, on the same processors: a short burst now and then. So
 * both are known as they were at the same time, on a machine whose speed changes by the second.
 */
final class ChecksBeside {
  private static final int BURST = 100;
  private static final long EVERY_MS = 250;

  private final Checks checks = new Checks();
  private ScheduledExecutorService thread;
  private long count;
  private long spentNs;

  /** From now on until {@link #end}. */
  void begin() {
    count = 0;
    spentNs = 0;
    thread = Executors.newSingleThreadScheduledExecutor();
    thread.scheduleWithFixedDelay(this::burst, 0, EVERY_MS, TimeUnit.MILLISECONDS);
  }

  private void burst() {
    spentNs += checks.some(BURST);
    count += BURST;
  }

  /** How many there were, and what they took, ns of a processor. */
  String end() throws InterruptedException, ExecutionException {
    String told = thread.submit(() -> count + " " + spentNs).get();
    thread.shutdownNow();
    return told;
  }
}
