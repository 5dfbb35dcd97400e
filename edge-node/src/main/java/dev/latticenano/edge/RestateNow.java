package dev.latticenano.edge;

import dev.latticenano.core.RefusedException;
import dev.latticenano.core.Restating;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.host.Failure;

/** Says again at once what this node's own writes still mean, and what came of it in words. */
public final class RestateNow {
  private RestateNow() {}

  /**
   * Restates in a store.
   *
   * @param percent the least share of dead weight
   */
  public static Restating.Outcome in(NodeHome home, StoreId store, int percent) throws Failure {
    try {
      return home.node().restating().now(store, percent, System.currentTimeMillis());
    } catch (RefusedException e) {
      throw new Failure(Failure.FAILED, Notices.refused(e.verdict()), e);
    } catch (StoreException e) {
      throw Failure.of(e);
    }
  }

  /** What came of it, in a sentence. */
  public static String sentence(Restating.Outcome outcome) {
    return switch (outcome.why()) {
      case WRITTEN ->
          "said again in "
              + outcome.written()
              + (outcome.written() == 1 ? " intention" : " intentions")
              + " what "
              + outcome.superseded()
              + " of this node's still mean; relays may drop those when all voters have seen it,"
              + " and keep what says who may write";
      case PAYS_NOT ->
          "nothing to gain: of "
              + outcome.superseded()
              + " intentions of this node that all voters have seen, too much still counts";
      case NOTHING_STABLE ->
          "nothing to say again: no more of this node's writes are known to have been seen by all"
              + " voters, and by every owner who may still revoke somebody";
      case UNKEPT ->
          "nothing to say again: next stands something about members, names or invites that an older"
              + " version wrote without the mark that relays would know it by; snapshots free it";
      case NO_HEADS -> "nothing in a store of this type is ever replaced, or its type is unknown";
      case PRUNED -> "the beginning of this node's chain was pruned: snapshots free the rest";
      case UNSETTLED ->
          "not now: something of the store is behind, missing, left out or forked; see: lattice"
              + " status";
    };
  }
}
