package dev.latticenano.core;

/**
 * Every answer to "here are bytes": one constant per numbered rule of docs/protocol.md. A verdict
 * other than {@link #OK} that breaks a rule is the sender's fault; it is counted and reported,
 * never thrown.
 */
public enum Verdict {
  /** The bytes keep every rule. */
  OK(0, "");

  private final int code;
  private final String rule;

  Verdict(int code, String rule) {
    this.code = code;
    this.rule = rule;
  }

  /** The number that travels on the wire; never reused. */
  public int code() {
    return code;
  }

  /** The rule's anchor in docs/protocol.md, like {@code intention-3}; empty for {@link #OK}. */
  public String rule() {
    return rule;
  }
}
