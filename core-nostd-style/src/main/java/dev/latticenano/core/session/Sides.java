package dev.latticenano.core.session;

/** What goes on beside the rounds of one session. */
final class Sides {
  private final Mending mending;
  private final MendAnswer mendAnswer;
  private final Naming naming;
  private final Needs needs;
  private final Reconciliation reconciliation;

  Sides(Held store, LinkProfile profile, int place, boolean first, Answer answer) {
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

  /** True if neither end waits for an answer. */
  boolean isAtRest() {
    boolean mended = mending.isAtRest() && mendAnswer.isAtRest();
    return mended && naming.isAtRest() && needs.isAtRest();
  }
}
