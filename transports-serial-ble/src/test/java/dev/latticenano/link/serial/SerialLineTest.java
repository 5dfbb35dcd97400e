package dev.latticenano.link.serial;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.link.serial.SerialLine.State;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class SerialLineTest {
  private static final int SLOW = 115_200;
  private static final int FAST = 3_000_000;

  @Test
  void bothEndsSpeakingAtOnceMeet() {
    Seed.each(20, seed -> assertTrue(after(new LineSimulation(SLOW, 2, seed), 60).up()));
  }

  @Test
  void anEndThatComesLateIsMet() {
    Seed.each(
        5,
        seed -> {
          LineSimulation sim = new LineSimulation(SLOW, 2, seed);
          sim.cut(true);
          sim.run(3000);
          sim.cut(false);
          assertTrue(after(sim, 600).up());
          assertEquals(1, sim.left.connections);
        });
  }

  @Test
  void fillsACleanLineInOneDirection() {
    Seed.each(
        1,
        seed -> {
          assertTrue(LineSimulation.goodput(FAST, 1, 0, seed) >= 0.97);
          assertTrue(LineSimulation.goodput(FAST, 15, 0, seed) >= 0.97);
          assertTrue(LineSimulation.goodput(SLOW, 1, 0, seed) >= 0.97);
          assertTrue(LineSimulation.goodput(SLOW, 15, 0, seed) >= 0.97);
        });
  }

  @Test
  void fillsACleanLineInBothDirections() {
    Seed.each(
        1,
        seed -> {
          assertTrue(goodputBothWays(FAST, seed) >= 0.95);
          assertTrue(goodputBothWays(SLOW, seed) >= 0.90);
        });
  }

  @Test
  void reachesItsShareOfTheBestOnANoisyLine() {
    Seed.each(
        1,
        seed -> {
          assertTrue(worstGoodput(FAST, 1e-6, 1, seed) >= 0.96 * 0.977);
          assertTrue(worstGoodput(FAST, 1e-5, 3, seed) >= 0.96 * 0.936);
          assertTrue(worstGoodput(SLOW, 1e-4, 5, seed) >= 0.93 * 0.815);
        });
  }

  @Test
  void noRunStandsStillBehindALongFrameThatNoiseKeepsHitting() {
    Seed.each(1, seed -> assertTrue(worstGoodput(FAST, 1e-4, 8, seed) >= 0.94 * 0.815));
  }

  @Test
  void whatIsHandedOverNextWaitsForFewPayloads() {
    Seed.each(
        1,
        seed -> {
          assertTrue(mostAhead(SLOW, seed) <= 12 * SerialFrame.PAYLOAD_BYTES_MAX);
          assertTrue(mostAhead(FAST, seed) <= 24 * SerialFrame.PAYLOAD_BYTES_MAX);
        });
  }

  /** The most bytes of bulk that were taken and had not come out at the far end. */
  private static long mostAhead(int baud, long seed) {
    LineSimulation sim = new LineSimulation(baud, 3, seed);
    sim.right.sendUntil = 0;
    long most = 0;
    for (int ms = 0; ms < 10_000; ms++) {
      sim.run(1);
      most = Math.max(most, sim.left.handedOver() - sim.right.readTotal);
    }
    return most;
  }

  @Test
  void sendsShortFramesOnANoisyLineAndLongOnesAgainOnACleanOne() {
    Seed.each(
        1,
        seed -> {
          LineSimulation sim = new LineSimulation(FAST, 3, seed);
          sim.noise(1e-4, 0);
          sim.run(3000);
          assertTrue(sim.left.line.payloadBytes() < 200, "noisy");
          sim.noise(0, 0);
          sim.run(3000);
          assertEquals(
              SerialFrame.PAYLOAD_BYTES_MAX,
              sim.left.line.payloadBytes(),
              "clean " + sim.left.line);
        });
  }

  @Test
  void repeatsNothingOnACleanLine() {
    Seed.each(
        1,
        seed -> {
          LineSimulation sim = after(new LineSimulation(SLOW, 3, seed), 20_000);
          assertEquals(0, sim.left.line.retransmissions(), sim.left.line.toString());
          assertEquals(0, sim.right.line.retransmissions());
          assertEquals(1, sim.left.connections);
        });
  }

  @Test
  void stopsWhileTheReaderDoesNotReadAndGoesOnAfterwards() {
    Seed.each(
        1,
        seed -> {
          LineSimulation sim = new LineSimulation(FAST, 3, seed);
          sim.right.reads = false;
          sim.right.sendUntil = 0;
          sim.run(20_000);
          long sent = sim.left.line.bytesSent();
          sim.run(5000);
          assertTrue(sim.left.line.bytesSent() - sent < 2000, "idles");
          assertEquals(0, sim.right.readTotal);
          sim.right.reads = true;
          sim.run(3000);
          assertTrue(sim.right.readTotal > 500_000, "goes on");
          assertEquals(1, sim.left.connections);
        });
  }

  @Test
  void goesOnAfterAShortCut() {
    Seed.each(
        5,
        seed -> {
          LineSimulation sim = after(new LineSimulation(FAST, 3, seed), 500);
          sim.cut(true);
          sim.run(3000);
          sim.cut(false);
          long before = sim.right.readTotal;
          sim.run(6000);
          assertTrue(sim.right.readTotal - before > 300_000);
          assertEquals(1, sim.left.connections);
        });
  }

  @Test
  void saysThatTheLineIsSilent() {
    Seed.each(
        1,
        seed -> {
          LineSimulation sim = after(new LineSimulation(FAST, 3, seed), 500);
          sim.restarts = false;
          sim.cut(true);
          sim.run(16_000);
          assertEquals(LineEnding.SILENCE, sim.left.line.ending());
          assertEquals(LineEnding.SILENCE, sim.right.line.ending());
        });
  }

  @Test
  void saysThatThePeerHasRestarted() {
    Seed.each(
        5,
        seed -> {
          LineSimulation sim = after(new LineSimulation(FAST, 3, seed), 500);
          sim.restarts = false;
          sim.right.start();
          sim.run(100);
          assertEquals(LineEnding.PEER_RESTARTED, sim.left.line.ending());
          sim.restarts = true;
          assertTrue(after(sim, 600).up());
          assertEquals(2, sim.left.connections);
          assertEquals(2, sim.right.connections);
        });
  }

  @Test
  void deliversEverythingBeforeAGoodBye() {
    Seed.each(
        5,
        seed -> {
          LineSimulation sim = new LineSimulation(SLOW, 3, seed);
          sim.left.sendUntil = 4000;
          sim.run(100);
          sim.restarts = false;
          sim.left.line.bye(sim.nowMs);
          sim.run(1500);
          assertEquals(LineEnding.LEFT, sim.left.line.ending());
          assertEquals(LineEnding.PEER_LEFT, sim.right.line.ending());
          assertEquals(4000, sim.right.readTotal);
        });
  }

  @Test
  void anEchoIsNotAPeer() {
    SplittableRandom random = new SplittableRandom(1);
    SerialLine line = new SerialLine(0, SLOW, random::nextInt);
    byte[] bytes = new byte[SerialLine.TRANSMIT_BYTES_MIN];
    line.start(0);
    for (long nowMs = 0; nowMs < 2000; nowMs += 50) {
      int n = line.transmit(bytes, 0, bytes.length, nowMs);
      line.receive(bytes, 0, n, nowMs);
      assertEquals(State.SYNCING, line.state());
    }
    assertNotEquals(0, line.strayFrames());
  }

  private static LineSimulation after(LineSimulation sim, long ms) {
    sim.run(ms);
    return sim;
  }

  private static double worstGoodput(int baud, double bitErrorRate, int runs, long seed) {
    double worst = 1;
    for (int i = 0; i < runs; i++) {
      worst = Math.min(worst, LineSimulation.goodput(baud, 3, bitErrorRate, seed + i));
    }
    return worst;
  }

  private static double goodputBothWays(int baud, long seed) {
    LineSimulation sim = new LineSimulation(baud, 3, seed);
    sim.run(1000);
    long before = sim.right.readTotal + sim.left.readTotal;
    sim.run(20_000);
    long after = sim.right.readTotal + sim.left.readTotal;
    return (after - before) / 2 * 10_000.0 / baud / 20_000;
  }
}
