package dev.latticenano.core.session;

import dev.latticenano.core.Limits;

/**
 * How long what a peer brought may wait for others to share one sync of the log. It is acknowledged
 * no sooner, so nothing acknowledged is ever lost; a peer waits a little longer, and a flash chip
 * is written less often. Writes of this node's own never wait.
 *
 * @param delayMs the longest wait, 0 to {@link #DELAY_MS_MAX}; 0: every batch is synced by itself
 */
public record GroupCommit(int delayMs) {
  /** The longest wait that can be set. */
  public static final int DELAY_MS_MAX = Limits.COMMIT_DELAY_MS_MAX;

  /** For a machine on mains power with a disk of its own: next to none. */
  public static final GroupCommit MAINS = new GroupCommit(2);

  /** For a stick or card, which wears out by being written and is slow to sync. */
  public static final GroupCommit STICK = new GroupCommit(100);

  /** Checks the range. */
  public GroupCommit {
    if (delayMs < 0 || delayMs > DELAY_MS_MAX) {
      throw new IllegalArgumentException(delayMs + " ms outside 0 to " + DELAY_MS_MAX);
    }
  }
}
