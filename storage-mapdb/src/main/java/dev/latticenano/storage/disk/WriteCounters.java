package dev.latticenano.storage.disk;

/**
 * What a process has written to its disk, and for how much payload: the wear of a flash. Counts of
 * a store may count for the whole node as well. Allocates nothing after construction; one owner.
 */
public final class WriteCounters {
  /** What bytes are written for. */
  public enum Use {
    /** The log, which is the truth. */
    LOG,
    /** Tables derived from it. */
    INDEX,
    /** Parts of files. */
    CHUNK
  }

  private static final int USES = Use.values().length;

  private final WriteCounters whole;
  private final long[] written = new long[USES];
  private long syncs;
  private long payload;

  /** Counts from zero. */
  public WriteCounters() {
    this(null);
  }

  /** Counts from zero, and for {@code whole} as well unless that is null. */
  public WriteCounters(WriteCounters whole) {
    this.whole = whole;
  }

  /** Bytes handed to the operating system. */
  public void wrote(Use use, long bytes) {
    written[use.ordinal()] += bytes;
    if (whole != null) {
      whole.wrote(use, bytes);
    }
  }

  /** Syncs of files. */
  public void synced(long count) {
    syncs += count;
    if (whole != null) {
      whole.synced(count);
    }
  }

  /** Bytes of record bodies that the core appended. */
  public void payload(long bytes) {
    payload += bytes;
    if (whole != null) {
      whole.payload(bytes);
    }
  }

  /** Adds what earlier processes counted. */
  public void restore(long log, long index, long chunk, long syncs, long payload) {
    wrote(Use.LOG, log);
    wrote(Use.INDEX, index);
    wrote(Use.CHUNK, chunk);
    synced(syncs);
    payload(payload);
  }

  /** Bytes written for one use. */
  public long written(Use use) {
    return written[use.ordinal()];
  }

  /** Bytes written for all uses. */
  public long written() {
    long sum = 0;
    for (long bytes : written) {
      sum += bytes;
    }
    return sum;
  }

  /** Syncs of files so far. */
  public long syncs() {
    return syncs;
  }

  /** Bytes of record bodies that the core appended so far. */
  public long payload() {
    return payload;
  }
}
