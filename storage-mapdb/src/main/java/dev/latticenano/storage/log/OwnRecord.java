package dev.latticenano.storage.log;

/**
 * The kinds of records that storage keeps for itself among those of the core: never shown by a scan
 * and refused by a read (docs/storage.md §4). Kinds 243 to 255 are free.
 */
public final class OwnRecord {
  /** The least of these kinds; all up to 255 are storage's. */
  public static final int LEAST = 240;

  /** Everything before is committed; written by {@link SegmentLog#sync}. */
  public static final int MARK = 240;

  /** Which files make up the store's tables, and the log position they cover. */
  public static final int RUNS = 241;

  /** The last record of a full segment: what is in it. */
  public static final int FOOTER = 242;

  private OwnRecord() {}

  /** True if {@code kind} is one that the core never sees. */
  static boolean is(int kind) {
    return kind >= LEAST;
  }
}
