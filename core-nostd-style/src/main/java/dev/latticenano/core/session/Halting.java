package dev.latticenano.core.session;

import dev.latticenano.core.Verdict;
import dev.latticenano.core.store.StoreException;

/** Stops what sessions take, and has them go on; what they give goes on all the time. */
final class Halting {
  private Halting() {}

  /** Nothing more can be taken, and the peer is told why; null is no session. */
  static void halt(Session each, Verdict verdict) {
    if (each != null) {
      each.halt(verdict);
      each.gossip().halt(true);
      each.sides().halt();
    }
  }

  /** More can be taken again, if it was halted; null is no session. */
  static void resume(Session each, long nowMs) throws StoreException {
    if (each != null) {
      each.gossip().halt(false);
      each.resume(nowMs);
      each.sides().resume();
    }
  }
}
