package dev.latticenano.edge.sim;

/**
 * Something is not so that should be: an assertion of a scenario, or one of those that always hold.
 */
public final class CheckFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** {@code message} says what, in a sentence or several lines. */
  public CheckFailure(String message) {
    super(message);
  }
}
