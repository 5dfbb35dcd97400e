package dev.latticenano.core.dag;

/**
 * What floats in one DAG, by who brought it: whoever fills it with what nobody can place keeps
 * nobody else from floating something.
 */
public final class Afloat {
  private final Waiting waiting;

  Afloat(Waiting waiting) {
    this.waiting = waiting;
  }

  /** Bytes of the signed intentions that wait for others. */
  public long bytes() {
    return waiting.floatingBytes();
  }

  /**
   * From now on intentions are brought by {@code who}.
   *
   * @param who a number of the caller's choice from 1, small, for its place is a row of a table; 0
   *     if nobody knows, as after a start
   * @param most intentions of that one that may float at a time
   */
  public void bring(int who, int most) {
    waiting.bring(who, most);
  }
}
