package dev.latticenano.core.session;

import dev.latticenano.core.Verdict;

/** What goes on beside the rounds of one session. */
final class Sides {
  private final Held store;
  private final PeerRounds rounds;
  private final Mending mending;
  private final MendAnswer mendAnswer;
  private final Naming naming;
  private final Needs needs;
  private final Reconciliation reconciliation;

  Sides(Held store, LinkProfile profile, int place, boolean first, Answer answer) {
    this.store = store;
    rounds = new PeerRounds(store.dag().shown());
    mending = new Mending(store, profile, place);
    mendAnswer = new MendAnswer(store, profile, place);
    naming = new Naming(store, profile, place);
    needs = new Needs(store, profile, place);
    reconciliation = new Reconciliation(store, profile, place, first, answer);
  }

  Mending mending() {
    return mending;
  }

  MendAnswer mendAnswer() {
    return mendAnswer;
  }

  Naming naming() {
    return naming;
  }

  Needs needs() {
    return needs;
  }

  /** Finds the differences that frontiers cannot say. */
  Reconciliation reconciliation() {
    return reconciliation;
  }

  /** How many of the peer's rounds are answered. */
  PeerRounds rounds() {
    return rounds;
  }

  /** What keeps all of it from completing; OK if nothing does. */
  Verdict trouble() {
    return mending.trouble() != Verdict.OK ? mending.trouble() : rounds.trouble();
  }

  /** True if the peer owes an answer. */
  boolean isAwaiting() {
    return !mending.isAtRest() || naming.isWaiting() || needs.isWaiting();
  }

  /** True while what the peer gave is looked at here. */
  boolean isAtWork() {
    return store.bases().isAtWork();
  }

  /** True if neither end waits for an answer. */
  boolean isAtRest() {
    boolean mended = mending.isAtRest() && mendAnswer.isAtRest();
    return mended && naming.isAtRest() && needs.isAtRest();
  }
}
