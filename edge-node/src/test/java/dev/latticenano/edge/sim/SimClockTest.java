package dev.latticenano.edge.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;

/** Clocks that lie know when they will show a time. */
final class SimClockTest {
  private static final long BEGIN_MS = Simulation.BEGIN_MS;

  @Test
  void isRightUnlessItIsMoved() {
    SimClock clock = new SimClock();
    clock.mend(BEGIN_MS);
    assertEquals(BEGIN_MS + 5000, clock.nowMs(BEGIN_MS + 5000));
    clock.jump(-1000, BEGIN_MS + 5000);
    assertEquals(BEGIN_MS + 5000, clock.nowMs(BEGIN_MS + 6000));
    clock.mend(BEGIN_MS + 7000);
    assertEquals(BEGIN_MS + 8000, clock.nowMs(BEGIN_MS + 8000));
  }

  @Test
  void beginsAtZeroWithEachStartIfThereIsNone() {
    SimClock clock = new SimClock();
    clock.remove(BEGIN_MS);
    assertEquals(7, clock.nowMs(BEGIN_MS + 7));
    clock.begin(BEGIN_MS + 100);
    assertEquals(1, clock.nowMs(BEGIN_MS + 101));
  }

  @Test
  void knowsTheFirstMomentAtWhichItWillShowADeadline() {
    Random random = new Random(11);
    for (int i = 0; i < 10_000; i++) {
      SimClock clock = new SimClock();
      clock.mend(BEGIN_MS);
      clock.drift(random.nextInt(200_000) - 100_000, BEGIN_MS);
      long timeMs = BEGIN_MS + random.nextInt(1_000_000);
      long deadlineMs = clock.nowMs(timeMs) + 1 + random.nextInt(1_000_000);
      long atMs = clock.timeOf(deadlineMs, timeMs);
      assertTrue(clock.nowMs(atMs) >= deadlineMs, "too soon");
      assertTrue(clock.nowMs(atMs - 1) < deadlineMs, "too late");
    }
  }

  @Test
  void neverIsNever() {
    SimClock clock = new SimClock();
    clock.mend(BEGIN_MS);
    assertEquals(Long.MAX_VALUE, clock.timeOf(Long.MAX_VALUE, BEGIN_MS));
    assertEquals(BEGIN_MS, clock.timeOf(Long.MIN_VALUE, BEGIN_MS));
    clock.remove(BEGIN_MS);
    assertEquals(Long.MAX_VALUE, clock.timeOf(Long.MAX_VALUE, BEGIN_MS + 5));
  }
}
