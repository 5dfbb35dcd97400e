package dev.latticenano.core.session;

/** What goes on beside the rounds of one session. */
final class Sides {
  private final Mending mending;
  private final MendAnswer mendAnswer;
  private final Naming naming;

  Sides(Held store, LinkProfile profile, byte[] ownId) {
    mending = new Mending(store, profile, ownId);
    mendAnswer = new MendAnswer(store, profile, ownId);
    naming = new Naming(store, profile, ownId);
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

  /** True if neither end waits for an answer. */
  boolean isAtRest() {
    return mending.isAtRest() && mendAnswer.isAtRest() && naming.isAtRest();
  }
}
