package dev.latticenano.link.serial;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/**
 * What happens to a cable and the machines at its ends, on one virtual clock. After each mishap
 * both ends meet by themselves and bytes go both ways; every byte is checked by the simulation.
 */
final class SerialMishapsTest {
  private static final int BAUD = 921_600;
  private static final int SEEDS = 5;

  private static LineSimulation busy(long seed) {
    LineSimulation sim = new LineSimulation(BAUD, 3, seed);
    sim.run(500);
    assertTrue(sim.up());
    return sim;
  }

  private static void assertFlows(LineSimulation sim, long withinMs) {
    sim.run(withinMs);
    assertTrue(sim.up(), () -> sim.left.line + " / " + sim.right.line);
    long left = sim.left.readTotal;
    long right = sim.right.readTotal;
    sim.run(500);
    assertTrue(sim.left.readTotal > left + 10_000, sim.left.line::toString);
    assertTrue(sim.right.readTotal > right + 10_000, sim.right.line::toString);
  }

  @Test
  void theCableIsOutForAMomentAndTheConnectionGoesOn() {
    Seed.each(
        SEEDS,
        seed -> {
          LineSimulation sim = busy(seed);
          sim.cut(true);
          sim.run(5000);
          sim.cut(false);
          assertFlows(sim, 3000);
          assertEquals(1, sim.left.connections);
        });
  }

  @Test
  void theCableIsOutForLongAndANewConnectionComesWithIt() {
    Seed.each(
        SEEDS,
        seed -> {
          LineSimulation sim = busy(seed);
          sim.cut(true);
          sim.run(60_000);
          sim.cut(false);
          assertFlows(sim, 1000);
          assertEquals(2, sim.left.connections);
          assertEquals(2, sim.right.connections);
        });
  }

  @Test
  void bothEndsAreRestartedAtOnce() {
    Seed.each(
        SEEDS,
        seed -> {
          LineSimulation sim = busy(seed);
          sim.left.start();
          sim.right.start();
          assertFlows(sim, 1000);
        });
  }

  @Test
  void oneEndSleepsAndItsClockStandsStill() {
    Seed.each(
        SEEDS,
        seed -> {
          LineSimulation sim = busy(seed);
          sim.left.asleep = true;
          sim.run(60_000);
          sim.left.asleep = false;
          assertFlows(sim, 1000);
          assertEquals(2, sim.left.connections);
        });
  }

  @Test
  void bothEndsSleepAndWakeOneAfterTheOther() {
    Seed.each(
        SEEDS,
        seed -> {
          LineSimulation sim = busy(seed);
          sim.left.asleep = true;
          sim.right.asleep = true;
          sim.run(30_000);
          sim.left.asleep = false;
          sim.run(20_000);
          sim.right.asleep = false;
          assertFlows(sim, 1000);
        });
  }

  @Test
  void bothEndsSpeakAtOnceFromTheFirstByte() {
    Seed.each(SEEDS, seed -> assertFlows(new LineSimulation(BAUD, 3, seed), 100));
  }
}
