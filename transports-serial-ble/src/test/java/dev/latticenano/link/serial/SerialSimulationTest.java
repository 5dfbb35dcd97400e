package dev.latticenano.link.serial;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * Long bad days of a serial line, replayed from a seed; {@code -Dsim.minutes=n} goes on for that
 * long.
 */
final class SerialSimulationTest {
  private static final int DAYS = 30;
  private static final int[] BAUDS = {57_600, 115_200, 921_600, 3_000_000};

  private static final int BRIDGE_WINDOW = 14;

  /** The window of a bridge counts long frames; noise makes them short (link-20). */
  @Test
  void shortFramesFillANoisyFastLineBehindABridge() {
    Seed.each(
        3,
        seed -> {
          double share = LineSimulation.goodput(3_000_000, 1, 1e-4, seed, BRIDGE_WINDOW);
          assertTrue(share > 0.65, "share of the line " + share);
        });
  }

  @Test
  void deliversEveryByteOnceInOrderOrSaysThatTheConnectionIsOver() {
    long minutes = Long.getLong("sim.minutes", 0);
    long untilNs = System.nanoTime() + minutes * 60_000_000_000L;
    do {
      Seed.each(DAYS, SerialSimulationTest::badDay);
    } while (System.nanoTime() < untilNs);
  }

  private static void badDay(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int baud = BAUDS[random.nextInt(BAUDS.length)];
    LineSimulation sim = new LineSimulation(baud, random.nextInt(20), random.nextLong());
    sim.windowFrames = random.nextBoolean() ? BRIDGE_WINDOW : SerialFrame.WINDOW_FRAMES;
    for (int hour = 0; hour < 12; hour++) {
      trouble(sim, random);
      sim.run(random.nextInt(20, 1500));
    }
    sim.cut(false);
    sim.noise(0, 0);
    sim.left.reads = true;
    sim.right.reads = true;
    // Silence is noticed after 15 s and 12 frames; both ends may have to notice in turn.
    sim.run(40_000);
    long left = sim.left.readTotal;
    long right = sim.right.readTotal;
    sim.run(2000);
    String ends = sim.left.line + " / " + sim.right.line;
    assertTrue(sim.up(), ends);
    assertTrue(sim.left.readTotal > left, () -> "left stands still: " + ends);
    assertTrue(sim.right.readTotal > right, () -> "right stands still: " + ends);
  }

  private static void trouble(LineSimulation sim, SplittableRandom random) {
    switch (random.nextInt(10)) {
      case 0:
        sim.cut(true);
        break;
      case 1:
        sim.left.start();
        break;
      case 2:
        sim.right.start();
        break;
      case 3:
        sim.left.start();
        sim.right.start();
        break;
      case 4:
        sim.left.reads = !sim.left.reads;
        break;
      case 5:
        sim.noise(1e-4, 1e-4);
        break;
      case 6:
        sim.noise(random.nextDouble() * 1e-3, random.nextDouble() * 1e-3);
        break;
      case 7:
        sim.left.out.cut = !sim.left.out.cut;
        break;
      case 8:
        sim.left.line.bye(sim.nowMs);
        break;
      default:
        sim.cut(false);
        sim.noise(0, 0);
        break;
    }
  }
}
