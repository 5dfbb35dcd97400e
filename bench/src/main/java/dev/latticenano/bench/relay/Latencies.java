package dev.latticenano.bench.relay;

import java.util.Arrays;
import java.util.Locale;

/** How long each of many things took, in microseconds; one thread writes, and reads when done. */
public final class Latencies {
  private int[] micros = new int[1 << 16];
  private int count;

  /** One took so many nanoseconds. */
  public void add(long ns) {
    if (count == micros.length) {
      micros = Arrays.copyOf(micros, 2 * count);
    }
    micros[count++] = (int) Math.min(Integer.MAX_VALUE, Math.max(0, ns / 1000));
  }

  /** How many there are. */
  public int count() {
    return count;
  }

  /** Sorts them; nothing is added any more. */
  public Latencies sorted() {
    Arrays.sort(micros, 0, count);
    return this;
  }

  /** What so many of a thousand took at most, in ms; of sorted ones. */
  public double ms(int ofThousand) {
    return count == 0 ? 0 : micros[(int) ((count - 1L) * ofThousand / 1000)] / 1e3;
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT, "p50 %.1f ms, p99 %.1f ms, longest %.1f ms", ms(500), ms(990), ms(1000));
  }
}
