package dev.latticenano.core.dag;

import dev.latticenano.core.store.Custody;

/**
 * The kinds of records in the log of a store, and their bodies (docs/storage.md §4). The DAG writes
 * the first three and passes over the others. Numbers are little-endian; kinds from 240 up are the
 * log's own.
 */
public final class LogRecord {
  /**
   * A signed intention, the bytes as received: it waits for what it cites, or replaces one lost.
   */
  public static final int SIGNED_INTENTION = 1;

  /** An intention that had waited was witnessed: its hash (32), then Unix milliseconds (u64). */
  public static final int WITNESS = 2;

  /** Bytes of a {@link #WITNESS} body. */
  public static final int WITNESS_BYTES = 40;

  /**
   * A signed intention that was witnessed the moment it was written: the bytes as received, then
   * Unix milliseconds (u64).
   */
  public static final int WITNESSED_INTENTION = 3;

  /** Bytes behind the signed intention in a {@link #WITNESSED_INTENTION}. */
  public static final int TIME_BYTES = 8;

  /**
   * A peer proved that it holds a chunk: name of the chunk (32), key of the peer (32), Unix
   * milliseconds (u64).
   */
  public static final int CHUNK_REFERENCE = Custody.KIND;

  /** Bytes of a {@link #CHUNK_REFERENCE} body. */
  public static final int CHUNK_REFERENCE_BYTES = Custody.RECORD_BYTES;

  /**
   * Floors of authors: each author (32), hash (32) and height (u32) of what stands there, how far
   * below it the chain is not settled any more (u32), its generation (u32), wall time (u64) and
   * counter (u32).
   */
  public static final int PRUNE_MARK = 5;

  /** Where an epoch's key is kept: epoch id (8), hash (32). */
  public static final int EPOCH_KEY_REFERENCE = 6;

  /** Bytes of an {@link #EPOCH_KEY_REFERENCE} body. */
  public static final int EPOCH_KEY_REFERENCE_BYTES = 40;

  /** Ghosts: each author (32), hash (32), height (u32), generation (u32). */
  static final int GHOSTS = 7;

  /** Positions (u64) of the intentions before a base that lie above its floors. */
  static final int RETAINED = 8;

  /**
   * The base that began with the last {@link #BASE_BEGIN} stands: sum and count of all that is gone
   * (40), how many marks, ghosts and positions it has (u32 each), then 0 if the node was pruned, 1
   * if it was restored (u64); if something stays below its floors, then how many (u32), and how
   * many sights and how many {@link #MARKED} (u32 each).
   */
  static final int BASE = 9;

  /** A base follows. */
  static final int BASE_BEGIN = 10;

  /**
   * The snapshot that state begins with: bytes of the notice (u32), the notice (docs/snapshots.md
   * §2), what it covers (§3). Of several the one that covers most counts.
   */
  public static final int SETTLED = 11;

  /**
   * A peer handed over the proof of a snapshot, from which an empty store is to be restored: {@link
   * dev.latticenano.core.session.BaseProof#toBytes}.
   */
  public static final int OFFERED = 12;

  /**
   * The name of an intention below a floor, as a peer told it: author (32), hash (32), height
   * (u32), generation (u32). Counts only for whoever reads on, not from the beginning.
   */
  static final int TOLD = 13;

  /** What stays below the floors of a base: each author (32), hash (32), height, generation. */
  static final int STAYING = 14;

  /**
   * What ghosts, floors and what stays had seen: author (32) and height (u32) of each, another
   * author (32), the height of that one's chain in its past (u32).
   */
  static final int SIGHTS = 15;

  /**
   * Of what lies at or below a floor only acks stood above a height: author (32), height (u32).
   * Without it the height is the floor.
   */
  static final int MARKED = 16;

  private LogRecord() {}
}
