package dev.latticenano.link.serial;

import java.util.Arrays;

/**
 * Named benchmark: the share of a simulated line that payload fills, by rate and bit error rate,
 * beside what a selective repeat with the best payload and no acknowledgements could reach. Run it
 * as a plain program; the first argument seeds it.
 */
public final class LineEfficiency {
  private static final double[] BIT_ERROR_RATES = {0, 1e-6, 1e-5, 1e-4};
  private static final double[] BEST = {0.994, 0.977, 0.936, 0.815};
  private static final int[] BAUDS = {115_200, 3_000_000};
  private static final int RUNS = 7;

  private LineEfficiency() {}

  public static void main(String[] args) {
    long seed = args.length > 0 ? Long.parseLong(args[0]) : 1;
    System.out.println("baud      BER     goodput  best    share of best");
    for (int baud : BAUDS) {
      for (int i = 0; i < BEST.length; i++) {
        double[] shares = new double[RUNS];
        for (int run = 0; run < RUNS; run++) {
          shares[run] = SerialLineTest.goodput(baud, 3, BIT_ERROR_RATES[i], seed + run);
        }
        Arrays.sort(shares);
        double median = shares[RUNS / 2];
        System.out.printf(
            "%-9d %-7.0e %.3f    %.3f   %.3f%n",
            baud, BIT_ERROR_RATES[i], median, BEST[i], median / BEST[i]);
      }
    }
  }
}
