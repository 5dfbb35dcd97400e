package dev.latticenano.link.bridge;

/** What a bridge makes of a request, with the number in its answer. */
public enum BridgeVerdict {
  /** It is carried out, or will be after the answer. */
  DONE(0, "bridge-16", "done"),
  /** No kind of request that it knows. */
  UNKNOWN_REQUEST(1, "bridge-17", "it does not know the request"),
  /** A length other than the kind's. */
  MALFORMED(2, "bridge-18", "the request has a wrong length"),
  /** The board has no such port. */
  NO_SUCH_PORT(3, "bridge-19", "it has no such port"),
  /** The board or the port has nothing of the kind. */
  NOT_HERE(4, "bridge-20", "it has nothing of the kind there"),
  /** A value outside its range. */
  OUT_OF_RANGE(5, "bridge-21", "a value is out of range"),
  /** A settings block that is none. */
  BAD_SETTINGS(6, "bridge-22", "the settings do not hold together"),
  /** The flash did not take the settings. */
  NOT_STORED(7, "bridge-23", "its flash did not take the settings; the old ones hold");

  private final int number;
  private final String rule;
  private final String sentence;

  BridgeVerdict(int number, String rule, String sentence) {
    this.number = number;
    this.rule = rule;
    this.sentence = sentence;
  }

  /** The verdict of a number on the wire; null if there is none. */
  static BridgeVerdict of(int number) {
    for (BridgeVerdict each : values()) {
      if (each.number == number) {
        return each;
      }
    }
    return null;
  }

  /** Its number in an answer, 0..7. */
  public int number() {
    return number;
  }

  /** The rule of docs/bridge.md that this answers to. */
  public String rule() {
    return rule;
  }

  /** The same for people, without a full stop. */
  public String sentence() {
    return sentence;
  }
}
