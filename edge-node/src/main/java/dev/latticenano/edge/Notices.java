package dev.latticenano.edge;

import dev.latticenano.core.Event;
import dev.latticenano.core.SnapshotStanding;
import dev.latticenano.core.Verdict;
import dev.latticenano.core.store.StoreException;

/** Events of which the owner of a node is told in plain words. */
final class Notices {
  private Notices() {}

  /** The sentence for an event; null for one that is no news to a person. */
  static String of(NodeHome home, Event event) throws StoreException {
    if (event instanceof Event.Forked fork) {
      return forked(home, fork);
    }
    if (event instanceof Event.OwnTipUnknown unknown) {
      return "the other end holds newer writes of this very identity in store "
          + unknown.store()
          + " (restored from a backup?); nothing is written there before they have come";
    }
    if (event instanceof Event.Quarantined bad) {
      return "intention "
          + bad.intention().shortText()
          + " of store "
          + home.nameOf(bad.store())
          + " could not be applied ("
          + bad.verdict()
          + "); it is kept and counts for nothing";
    }
    if (event instanceof Event.Stalled stall) {
      return "store "
          + home.nameOf(stall.store())
          + " stopped before intention "
          + stall.intention().shortText()
          + ", which this program cannot read ("
          + stall.verdict()
          + "); what came after is kept and not shown: update the program, or have it passed over";
    }
    if (event instanceof Event.Lost lost) {
      return lost.count()
          + " intentions of store "
          + home.nameOf(lost.store())
          + " are damaged on this disk and left out; the next sync fetches them again";
    }
    if (event instanceof Event.BaseRefused base) {
      return "the snapshot that the other end offers for store "
          + home.nameOf(base.store())
          + " was not taken ("
          + base.verdict()
          + "); the store stays as it is";
    }
    return event instanceof Event.SnapshotRefused refused ? refused(home, refused) : null;
  }

  private static String refused(NodeHome home, Event.SnapshotRefused refused)
      throws StoreException {
    String which =
        "snapshot " + refused.notice().shortText() + " of store " + home.nameOf(refused.store());
    return refused.standing() == SnapshotStanding.DIFFERS
        ? which
            + " is not what this node makes of the same intentions: one of the two shows wrong"
            + " state; nothing was dropped. See: lattice snapshot list"
        : which + " breaks the rules (" + refused.standing() + ") and has no effect";
  }

  private static String forked(NodeHome home, Event.Forked fork) {
    boolean own = fork.author().equals(home.node().key());
    return (own ? "this very identity" : "author " + fork.author().shortText())
        + " has written in two places at once in store "
        + fork.store()
        + "; both branches are kept, and none of its writes after number "
        + fork.height()
        + " count";
  }

  /** Why the node must not write. */
  static String refused(Verdict verdict) {
    return switch (verdict) {
      case OWN_TIP_UNKNOWN ->
          "a peer holds newer writes of this very identity; sync with it before writing";
      case BOOTSTRAP_UNFINISHED ->
          "the store is still being fetched: this node writes in it once it has agreed with one of"
              + " its members; run lattice sync, and see lattice status";
      case GENESIS_ABSENT ->
          "nobody began this store: nothing that has come of it gives its id, so this node writes"
              + " nothing in it; ask whoever gave the token, and sync with somebody else";
      case AUTHOR_FORKED ->
          "this identity has written in two places at once (a copied data directory?);"
              + " it cannot write any more: run lattice init in a new directory and join again";
      case MEMBER_UNKNOWN ->
          "this node is no member of the store yet; sync with who invited it, or ask an owner for"
              + " an invite";
      case ROLE_LACKS_RIGHT, AUTHORITY_LACKING, AUTHORITY_OUTRANKED, RIGHT_WITHDRAWN ->
          "this node's role in the store does not allow that; lattice member list shows who may";
      case AUTHOR_REVOKED -> "this node is no member of the store any more";
      case SEALED_NO_KEY ->
          "the store is sealed and this node has no key to it; its role may not read, or the next"
              + " sync brings it";
      default -> "the store refused the write: " + verdict;
    };
  }
}
