package dev.latticenano.core;

/**
 * When a node makes snapshots by itself, and what it does with one that is final.
 *
 * @param every so many intentions with content that a snapshot would let go make it worth its
 *     while; 0: none is made but on demand
 * @param keepsLog true if the log is kept whole all the same
 */
public record SnapshotPolicy(int every, boolean keepsLog) {
  /** None by itself; the log goes below those that others make. */
  public static final SnapshotPolicy ON_DEMAND = new SnapshotPolicy(0, false);

  /** Checks the number. */
  public SnapshotPolicy {
    if (every < 0) {
      throw new IllegalArgumentException("every " + every + " below 0");
    }
  }
}
