package dev.latticenano.core.dag;

import dev.latticenano.core.intention.IntentionView;
import dev.latticenano.core.store.StoreException;

/**
 * What floats in one DAG, by who brought it: whoever fills it with what nobody can place keeps
 * nobody else from floating something.
 */
public final class Afloat {
  private final Waiting waiting;
  private final Intake intake;

  Afloat(Waiting waiting, Intake intake) {
    this.waiting = waiting;
    this.intake = intake;
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
  public void bring(int who, int most, long nowMs) {
    waiting.bring(who, most, nowMs);
  }

  /**
   * Forgets what floats since before {@code beforeMs}, by the times of {@link #bring}; returns how
   * many. Whoever has it may bring it again. It stays in the log until that is shortened.
   */
  public int forget(long beforeMs) throws StoreException {
    int count = 0;
    for (int handle = 0; handle < waiting.bound(); handle++) {
      if (waiting.isOld(handle, beforeMs)) {
        forget(handle);
        count++;
      }
    }
    return count;
  }

  private void forget(int handle) throws StoreException {
    if (intake.open(handle)) {
      IntentionView intention = intake.waited().intention();
      byte[] bytes = intention.bytes();
      if (!intention.isFirst()) {
        waiting.unawait(handle, bytes, intention.storePrevOffset());
      }
      for (int i = 0; i < intention.conditionCount(); i++) {
        waiting.unawait(handle, bytes, intention.conditionOffset(i));
      }
      waiting.drop(handle);
    }
  }
}
