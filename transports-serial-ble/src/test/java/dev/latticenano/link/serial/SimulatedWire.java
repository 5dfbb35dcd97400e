package dev.latticenano.link.serial;

import java.util.SplittableRandom;

/**
 * One direction of a simulated serial line: a rate, a delay, and noise. Time moves in steps of one
 * ms.
 */
final class SimulatedWire {
  private static final int LINE_BITS_PER_BYTE = 10;
  private static final int QUEUE_BYTES = 1 << 20;

  private final SplittableRandom random;
  private final long bitsPerMs;
  private final int delayMs;
  private final byte[] queue = new byte[QUEUE_BYTES];
  private final long[] dueMs = new long[QUEUE_BYTES];
  private long head;
  private long sent;
  private long tail;
  private long bitsLeft;
  double bitErrorRate;
  double byteLoss;
  boolean cut;

  SimulatedWire(long baud, int delayMs, long seed) {
    this.random = new SplittableRandom(seed);
    this.bitsPerMs = baud / 1000;
    this.delayMs = delayMs;
  }

  /** Bytes that wait for their turn on the wire. */
  int backlog() {
    return (int) (tail - sent);
  }

  void offer(byte[] bytes, int length) {
    for (int i = 0; i < length; i++) {
      queue[(int) tail++ & QUEUE_BYTES - 1] = bytes[i];
    }
  }

  /** Lets the wire work for one ms that ends at {@code nowMs}. */
  void step(long nowMs) {
    bitsLeft = sent == tail ? 0 : bitsLeft + bitsPerMs;
    while (sent < tail && bitsLeft >= LINE_BITS_PER_BYTE) {
      bitsLeft -= LINE_BITS_PER_BYTE;
      dueMs[(int) sent++ & QUEUE_BYTES - 1] = nowMs + delayMs;
    }
  }

  /** Hands out what has arrived. */
  int poll(byte[] out, long nowMs) {
    int n = 0;
    while (head < sent && n < out.length && dueMs[(int) head & QUEUE_BYTES - 1] <= nowMs) {
      byte b = queue[(int) head++ & QUEUE_BYTES - 1];
      if (cut || byteLoss > 0 && random.nextDouble() < byteLoss) {
        continue;
      }
      // Any of the ten bits of a byte on the line spoils it; start and stop bits too.
      if (bitErrorRate > 0 && random.nextDouble() < LINE_BITS_PER_BYTE * bitErrorRate) {
        b ^= (byte) (1 << random.nextInt(8));
      }
      out[n++] = b;
    }
    return n;
  }
}
