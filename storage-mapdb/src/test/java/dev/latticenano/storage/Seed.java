package dev.latticenano.storage;

import java.util.Random;

/** The one number that decides everything random in a test, printed when the test fails. */
final class Seed {
  private Seed() {}

  /** Something that draws its choices from {@code random}. */
  interface Body {
    void run(Random random) throws Exception;
  }

  /** Runs {@code body} with the seed of the system property, or a fresh one. */
  static void run(Class<?> test, Body body) throws Exception {
    String given = System.getProperty("seed", "").strip();
    long seed = given.isEmpty() ? System.nanoTime() : Long.parseLong(given);
    try {
      body.run(new Random(seed));
    } catch (Exception | AssertionError e) {
      throw new AssertionError(
          "seed="
              + seed
              + " rerun: mvn verify -pl storage-mapdb -am -Dtest="
              + test.getSimpleName()
              + " -Dsurefire.failIfNoSpecifiedTests=false -Dseed="
              + seed,
          e);
    }
  }
}
