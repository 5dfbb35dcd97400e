package dev.latticenano.core.state;

import java.util.Random;

/** The number that seeds a random test: property {@code seed}, or a fresh one when it is blank. */
final class Seed {
  private Seed() {}

  /** A body that draws every choice from {@code random}. */
  interface Body {
    void run(Random random) throws Exception;
  }

  /** Runs {@code body}; a failure begins with the line that replays it. */
  static void run(Class<?> test, Body body) {
    String given = System.getProperty("seed", "");
    long seed = given.isBlank() ? new Random().nextLong() : Long.parseLong(given);
    try {
      body.run(new Random(seed));
    } catch (Throwable e) {
      throw new AssertionError(
          "seed="
              + seed
              + " rerun: mvn -pl core-nostd-style test -Dtest="
              + test.getSimpleName()
              + " -Dseed="
              + seed,
          e);
    }
  }
}
