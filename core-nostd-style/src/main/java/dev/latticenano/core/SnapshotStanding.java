package dev.latticenano.core;

/** What a node makes of somebody's notice of a snapshot. Rules: docs/snapshots.md §7. */
public enum SnapshotStanding {
  /** Not compared yet; or it cannot be here, for want of a key. */
  OPEN,
  /** This node made the same snapshot. */
  EQUAL,
  /** This node made another: its state or that of the notice's author is wrong. */
  DIFFERS,
  /** The notice does not decode. */
  MALFORMED,
  /** The notice's author had not seen all of its frontier. */
  UNSEEN,
  /** The frontier lacks something that its own intentions have seen, or lies beyond a fork. */
  UNCLOSED;

  private static final SnapshotStanding[] ALL = values();

  static SnapshotStanding of(int code) {
    return code < ALL.length ? ALL[code] : OPEN;
  }

  /** True if the notice has no effect, whatever comes. */
  public boolean isRefused() {
    return this != OPEN && this != EQUAL;
  }
}
