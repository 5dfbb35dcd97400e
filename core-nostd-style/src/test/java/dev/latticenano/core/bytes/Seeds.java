package dev.latticenano.core.bytes;

import java.util.Random;

/** The one number that seeds a test: the system property {@code seed}, or a fresh one. */
public final class Seeds {
  private final long seed;
  private final String test;

  private Seeds(String test, long seed) {
    this.test = test;
    this.seed = seed;
  }

  /** Runs {@code body} with the seeded numbers; a failure's first line says how to replay it. */
  public static void run(Class<?> test, Body body) {
    String given = System.getProperty("seed", "");
    long seed = given.isBlank() ? new Random().nextLong() : Long.parseLong(given);
    new Seeds(test.getSimpleName(), seed).run(body);
  }

  private void run(Body body) {
    try {
      body.run(new Random(seed));
    } catch (Exception | AssertionError e) {
      throw new AssertionError(
          "seed="
              + seed
              + " rerun: mvn verify -Dtest="
              + test
              + " -Dsurefire.failIfNoSpecifiedTests=false -Dseed="
              + seed,
          e);
    }
  }

  /** What a test does with random numbers. */
  public interface Body {
    void run(Random random) throws Exception;
  }
}
