package dev.latticenano.core;

import dev.latticenano.core.dag.ContentHeights;
import dev.latticenano.core.intention.AuthorId;

/**
 * What a member is known to lack of what is held here: as its newest intention held here tells, so
 * it may be further than that.
 *
 * @param member whose lag it is
 * @param behind intentions with content that its tip's past lacks, at most {@link #BEHIND_MAX}
 * @param orMore true if not all of them were counted
 * @param lastSeenMs HLC wall time of its tip, or now if it is linked; Unix ms, 0 for never
 * @param standing what that amounts to
 */
public record Lag(AuthorId member, int behind, boolean orMore, long lastSeenMs, Standing standing) {
  /** So many are counted. */
  public static final int BEHIND_MAX = ContentHeights.COUNT_MAX;

  /** How a member stands. */
  public enum Standing {
    /** It has all that has been here for a while. */
    IN_STEP,
    /** It lacks what has been here for a while. */
    BEHIND,
    /** It is behind and was not seen for long. */
    SILENT
  }
}
