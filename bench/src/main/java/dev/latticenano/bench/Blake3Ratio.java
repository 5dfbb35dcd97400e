package dev.latticenano.bench;

import com.sun.management.ThreadMXBean;
import dev.latticenano.core.crypto.Blake3;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Random;
import org.bouncycastle.crypto.digests.Blake3Digest;

/**
 * BouncyCastle's time for one BLAKE3 digest divided by ours: rounds of both by turns in one JVM, so
 * that whatever else the machine does hits both. Medians over rounds; bytes allocated are ours, per
 * digest. One JVM compiles once, so run it a few times.
 *
 * <p>Arguments: rounds (default 31).
 */
public final class Blake3Ratio {
  private static final long ROUND_NS = 40_000_000;
  private static final int WARM_UP_ROUNDS = 20;

  private final Blake3 ours = Blake3.plain();
  private final Blake3Digest library = new Blake3Digest(256);
  private final byte[] out = new byte[Blake3.DIGEST_BYTES];
  private final byte[] in;

  private Blake3Ratio(int bytes) {
    in = new byte[bytes];
    new Random(1).nextBytes(in);
  }

  /** Measures 400 bytes and 64 KiB. */
  public static void main(String[] args) {
    int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 31;
    System.out.println("bytes   ours ns   BC ns     ratio  least  most   B/op");
    for (int bytes : new int[] {400, 65_536}) {
      new Blake3Ratio(bytes).measure(rounds);
    }
  }

  private void measure(int rounds) {
    int times = (int) Math.max(1, ROUND_NS / (in.length * 4L));
    for (int i = 0; i < WARM_UP_ROUNDS; i++) {
      oursNs(times / 4 + 1);
      libraryNs(times / 4 + 1);
    }
    double[] own = new double[rounds];
    double[] other = new double[rounds];
    double[] ratio = new double[rounds];
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long allocated = 0;
    for (int i = 0; i < rounds; i++) {
      long before = threads.getCurrentThreadAllocatedBytes();
      own[i] = oursNs(times);
      allocated += threads.getCurrentThreadAllocatedBytes() - before;
      other[i] = libraryNs(times);
      ratio[i] = other[i] / own[i];
    }
    Arrays.sort(own);
    Arrays.sort(other);
    Arrays.sort(ratio);
    System.out.printf(
        "%-7d %-9.0f %-9.0f %-6.2f %-6.2f %-6.2f %d%n",
        in.length,
        own[rounds / 2],
        other[rounds / 2],
        ratio[rounds / 2],
        ratio[0],
        ratio[rounds - 1],
        allocated / rounds / times);
  }

  private double oursNs(int times) {
    long startNs = System.nanoTime();
    for (int i = 0; i < times; i++) {
      ours.hash(in, 0, in.length, out, 0);
    }
    return (System.nanoTime() - startNs) / (double) times;
  }

  private double libraryNs(int times) {
    long startNs = System.nanoTime();
    for (int i = 0; i < times; i++) {
      library.update(in, 0, in.length);
      library.doFinal(out, 0);
    }
    return (System.nanoTime() - startNs) / (double) times;
  }
}
