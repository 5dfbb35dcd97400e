package dev.latticenano.core.dag;

/** The kinds of records that the DAG writes to its log, and their bodies (docs/storage.md). */
public final class LogRecord {
  /** A signed intention, the bytes as received. */
  public static final int SIGNED_INTENTION = 1;

  /** An intention was witnessed: its hash (32), then Unix milliseconds (u64 little-endian). */
  public static final int WITNESS = 2;

  /** Bytes of a {@link #WITNESS} body. */
  public static final int WITNESS_BYTES = 40;

  private LogRecord() {}
}
