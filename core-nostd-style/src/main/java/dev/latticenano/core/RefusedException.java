package dev.latticenano.core;

/** The node must not do what its host asked for; the verdict says why. */
public final class RefusedException extends Exception {
  private static final long serialVersionUID = 1L;

  private final Verdict verdict;

  /** Refused because of {@code verdict}. */
  public RefusedException(Verdict verdict) {
    super(verdict.name());
    this.verdict = verdict;
  }

  /** Why. */
  public Verdict verdict() {
    return verdict;
  }
}
