package dev.latticenano.edge;

/**
 * How many bytes work of low priority may move now: so many a second, saved up to a limit while
 * nobody asks.
 */
final class Allowance {
  private final long bytesPerSecond;
  private final int savedBytesMax;
  private long bytes;
  private long countedNs = System.nanoTime();

  /** Nothing yet. */
  Allowance(long bytesPerSecond, int savedBytesMax) {
    this.bytesPerSecond = bytesPerSecond;
    this.savedBytesMax = savedBytesMax;
  }

  /** Bytes that may be moved now; 0 for none. */
  int bytes() {
    long nowNs = System.nanoTime();
    double earned = (nowNs - countedNs) / 1e9 * bytesPerSecond;
    countedNs = nowNs;
    bytes = (long) Math.min(savedBytesMax, bytes + earned);
    return (int) Math.max(0, bytes);
  }

  /** So many were moved; what was too much is waited for. */
  void spend(long moved) {
    bytes -= moved;
  }
}
