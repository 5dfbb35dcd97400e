package dev.latticenano.core.session;

/**
 * How many of the intentions that peers bring of one store are looked at before it is another's
 * turn. Without a bound, all. What of a message is over it is taken when the next portion begins.
 */
public final class Portion {
  private int left = Integer.MAX_VALUE;
  private boolean over;

  /** So many may be looked at from now on; Integer.MAX_VALUE: all. */
  public void begin(int most) {
    left = most;
  }

  /** How many may be looked at now. */
  int left() {
    return left;
  }

  /** True if nothing is left of it. */
  public boolean isSpent() {
    return left <= 0;
  }

  /** One is looked at; false if it has to wait. */
  boolean take() {
    over |= isSpent();
    left -= left == Integer.MAX_VALUE || isSpent() ? 0 : 1;
    return !over;
  }

  /** True once after something had to wait. */
  boolean takeOver() {
    boolean was = over;
    over = false;
    return was;
  }
}
