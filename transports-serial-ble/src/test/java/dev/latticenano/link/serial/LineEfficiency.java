package dev.latticenano.link.serial;

import java.util.Arrays;

/**
 * Named benchmark: the share of a simulated line that payload fills, by rate and bit error rate,
 * beside what a selective repeat with the best payload, 9 bytes a frame beyond it and no
 * acknowledgements could reach. {@code bench/run LineEfficiency [SEED [RUNS [WINDOW [DELAY_MS]]]]};
 * a window of 14 frames is that of a line behind a bridge.
 */
public final class LineEfficiency {
  private static final double[] BIT_ERROR_RATES = {0, 1e-6, 1e-5, 1e-4};
  private static final double[] BEST = {0.994, 0.977, 0.936, 0.815};
  private static final int[] BAUDS = {115_200, 3_000_000};

  private LineEfficiency() {}

  public static void main(String[] args) {
    long seed = args.length > 0 ? Long.parseLong(args[0]) : 1;
    int runs = args.length > 1 ? Integer.parseInt(args[1]) : 15;
    int window = args.length > 2 ? Integer.parseInt(args[2]) : SerialFrame.WINDOW_FRAMES;
    int delayMs = args.length > 3 ? Integer.parseInt(args[3]) : 3;
    System.out.println("| baud | BER | best | median | share of best | worst run's share |");
    System.out.println("|---|---|---|---|---|---|");
    for (int baud : BAUDS) {
      for (int i = 0; i < BEST.length; i++) {
        double[] shares = new double[runs];
        for (int run = 0; run < runs; run++) {
          shares[run] =
              LineSimulation.goodput(baud, delayMs, BIT_ERROR_RATES[i], seed + run, window);
        }
        Arrays.sort(shares);
        double median = shares[runs / 2];
        System.out.printf(
            "| %d | %.0e | %.3f | %.3f | %.3f | %.3f |%n",
            baud, BIT_ERROR_RATES[i], BEST[i], median, median / BEST[i], shares[0] / BEST[i]);
      }
    }
  }
}
