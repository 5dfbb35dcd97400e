package dev.latticenano.edge;

import dev.latticenano.core.Event;

/** What the owner of a node is told in plain words, on the error stream. */
public final class Notices {
  private Notices() {}

  static void forked(NodeHome home, Event.Forked fork) {
    boolean own = fork.author().equals(home.node().key());
    say(
        (own ? "this very identity" : "author " + fork.author().shortText())
            + " has written in two places at once in store "
            + fork.store()
            + "; both branches are kept, and none of its writes after number "
            + fork.height()
            + " count");
  }

  static void of(NodeHome home, Event event) {
    if (event instanceof Event.OwnTipUnknown unknown) {
      say(
          "the other end holds newer writes of this very identity in store "
              + unknown.store()
              + " (restored from a backup?); nothing is written there before they have come");
    } else if (event instanceof Event.Quarantined bad) {
      say(
          "intention "
              + bad.intention().shortText()
              + " of store "
              + home.storeName(bad.store())
              + " could not be applied ("
              + bad.verdict()
              + "); it is kept and counts for nothing");
    }
  }

  /** One sentence to the error stream. */
  public static void say(String sentence) {
    System.err.println("lattice: " + sentence);
  }
}
