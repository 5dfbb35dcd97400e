package dev.latticenano.core.session;

import dev.latticenano.core.Verdict;

/** When a store that was joined has come whole: docs/protocol.md §14, Bootstrap. */
public final class BootstrapEnd {
  private BootstrapEnd() {}

  /**
   * What follows from agreement with a peer.
   *
   * @param whole there is something, and state is where the log is
   * @param begun the store's id is not derived, or some genesis here derives it
   * @param member the peer is a member
   */
  public static Verdict judge(boolean whole, boolean begun, boolean member) {
    if (!whole) {
      return Verdict.BOOTSTRAP_UNFINISHED;
    }
    if (!begun) {
      return Verdict.GENESIS_ABSENT;
    }
    return member ? Verdict.OK : Verdict.BOOTSTRAP_UNFINISHED;
  }
}
