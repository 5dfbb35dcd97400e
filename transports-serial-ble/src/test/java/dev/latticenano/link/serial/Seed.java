package dev.latticenano.link.serial;

import java.util.function.LongConsumer;

/** The one number behind every random choice of a test. */
final class Seed {
  private Seed() {}

  /**
   * Runs with the seed given by {@code -Dseed}, or {@code count} fresh ones; a failure names the
   * one that failed.
   */
  static void each(int count, LongConsumer test) {
    String given = System.getProperty("seed", "");
    int runs = given.isBlank() ? count : 1;
    for (int i = 0; i < runs; i++) {
      long seed = given.isBlank() ? System.nanoTime() * 31 + i : Long.parseLong(given);
      try {
        test.accept(seed);
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError(
            "seed=" + seed + " rerun: mvn -pl transports-serial-ble verify -Dseed=" + seed, e);
      }
    }
  }
}
