package dev.latticenano.edge.sim;

/** What a hostile node does on every link it has, once it is let speak. */
public enum Attack {
  /** Frames without sense: random numbers and bytes, cut short, too long for what they say. */
  GARBAGE,
  /** Says again what it heard, as it heard it and as if it were its own. */
  REPLAY,
  /** Greets and asks without end, as fast as the link takes it. */
  FLOOD,
  /**
   * Acknowledges what it does not keep: its disk promises syncs, and loses power at each parting.
   */
  LIE;

  /** True if the real node speaks, and only what is below it is false. */
  boolean isByItself() {
    return this == LIE;
  }
}
