package dev.latticenano.core.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.core.bytes.Seeds;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Against a map of times: what is due is what the map says, in its order. */
class DueProperties {
  private static final int STEPS = 20_000;

  private final Due<Integer> due = new Due<>();
  private final Map<Integer, Long> model = new TreeMap<>();

  @Test
  void isDueWhatAModelSays() {
    Seeds.run(getClass(), this::run);
  }

  private void run(Random random) {
    for (int step = 0; step < STEPS; step++) {
      int thing = random.nextInt(200);
      long dueMs = random.nextInt(8) == 0 ? Due.NEVER : random.nextInt(1000);
      switch (random.nextInt(4)) {
        case 0 -> {
          due.remove(thing);
          model.remove(thing);
        }
        case 1 -> take(random.nextInt(100));
        default -> {
          due.set(thing, dueMs);
          model.put(thing, dueMs);
        }
      }
      assertEquals(earliestMs(), due.earliestMs());
    }
    while (earliestMs() != Due.NEVER) {
      take(earliestMs());
    }
    assertEquals(null, due.take(Due.NEVER - 1));
  }

  private void take(long nowMs) {
    long earliest = earliestMs();
    Integer taken = due.take(nowMs);
    assertEquals(earliest <= nowMs, taken != null);
    if (taken != null) {
      assertTrue(model.get(taken) == earliest, taken + " before the earliest");
      model.put(taken, Due.NEVER);
    }
  }

  private long earliestMs() {
    return model.values().stream().mapToLong(each -> each).min().orElse(Due.NEVER);
  }
}
