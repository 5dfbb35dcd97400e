package dev.latticenano.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** When an ack is due. */
class AckTimerTest {
  private static final long DELAY_MS = 5000;
  private static final long NOW_MS = 1_800_000_000_000L;

  private final AckTimer timer = new AckTimer();

  @Test
  void isDueAWhileAfterTheLastNews() {
    assertEquals(Long.MAX_VALUE, timer.deadlineMs());
    timer.news(DELAY_MS, NOW_MS);
    timer.news(DELAY_MS, NOW_MS + 3000);
    assertEquals(NOW_MS + 8000, timer.deadlineMs());
    assertFalse(timer.isDue(NOW_MS + 7999));
    assertTrue(timer.isDue(NOW_MS + 8000));
  }

  @Test
  void aBurstThatDoesNotEndIsAckedAllTheSame() {
    for (long ms = 0; ms <= 60_000; ms += 1000) {
      timer.news(DELAY_MS, NOW_MS + ms);
    }
    assertEquals(NOW_MS + AckTimer.PATIENCE * DELAY_MS, timer.deadlineMs());
  }

  @Test
  void beginsAnewWhenItIsDone() {
    timer.news(DELAY_MS, NOW_MS);
    timer.done();
    assertFalse(timer.isDue(Long.MAX_VALUE));
    timer.news(DELAY_MS, NOW_MS + 100_000);
    assertEquals(NOW_MS + 105_000, timer.deadlineMs());
  }

  @Test
  void waitsWhereThereIsNoRoom() {
    timer.news(DELAY_MS, NOW_MS);
    timer.hold(60_000, NOW_MS + 5000);
    assertFalse(timer.isDue(NOW_MS + 64_999));
    assertTrue(timer.isDue(NOW_MS + 65_000));
  }

  @Test
  void aClockThatIsSetBackMakesNobodyWaitLonger() {
    timer.news(DELAY_MS, NOW_MS);
    assertTrue(timer.isDue(NOW_MS - 3_600_000));
    timer.news(DELAY_MS, NOW_MS - 3_600_000);
    assertEquals(NOW_MS - 3_600_000 + DELAY_MS, timer.deadlineMs());
  }
}
