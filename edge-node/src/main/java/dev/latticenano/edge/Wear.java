package dev.latticenano.edge;

import dev.latticenano.storage.disk.WriteCounters;
import dev.latticenano.storage.disk.WriteCounters.Use;

/**
 * What a node has written to its disk at one moment, and for how much payload. An immutable copy of
 * {@link WriteCounters}.
 *
 * @param logBytes bytes written to logs
 * @param indexBytes bytes written to tables derived from them
 * @param chunkBytes bytes written to chunks
 * @param syncs syncs of files
 * @param payloadBytes bytes of records that the core had logged: what was asked to be kept there
 */
public record Wear(long logBytes, long indexBytes, long chunkBytes, long syncs, long payloadBytes) {
  /** Nothing was written. */
  public static final Wear NONE = new Wear(0, 0, 0, 0, 0);

  /** What the counters say now. */
  public static Wear of(WriteCounters counters) {
    return new Wear(
        counters.written(Use.LOG),
        counters.written(Use.INDEX),
        counters.written(Use.CHUNK),
        counters.syncs(),
        counters.payload());
  }

  /** Both together. */
  public Wear plus(Wear other) {
    return new Wear(
        logBytes + other.logBytes,
        indexBytes + other.indexBytes,
        chunkBytes + other.chunkBytes,
        syncs + other.syncs,
        payloadBytes + other.payloadBytes);
  }

  /** Bytes written for everything. */
  public long bytes() {
    return logBytes + indexBytes + chunkBytes;
  }

  /**
   * Bytes written to logs and tables for each byte logged; chunks are left out, for they are
   * written once as they are. 0 while nothing was logged.
   */
  public double amplification() {
    return payloadBytes == 0 ? 0 : (double) (logBytes + indexBytes) / payloadBytes;
  }
}
