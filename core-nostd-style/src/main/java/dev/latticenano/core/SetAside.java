package dev.latticenano.core;

import dev.latticenano.core.intention.Hash;

/**
 * An intention that is in the log and not in state, and why.
 *
 * @param verdict what is wrong with its op
 */
public record SetAside(Hash intention, Verdict verdict, Kind kind) {
  /** What that means for the intentions after it. */
  public enum Kind {
    /** State stops before it: others may see what would be missed here. */
    STALLED(0),
    /** It counts for nothing on any node; state goes on. */
    QUARANTINED(1),
    /** A person had it passed over here, so that state goes on. */
    SKIPPED(2);

    private static final Kind[] VALUES = values();

    private final int code;

    Kind(int code) {
      this.code = code;
    }

    int code() {
      return code;
    }

    static Kind ofCode(int code) {
      return VALUES[code];
    }
  }
}
