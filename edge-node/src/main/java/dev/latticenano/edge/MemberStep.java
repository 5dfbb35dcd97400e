package dev.latticenano.edge;

import dev.latticenano.core.Membership;
import dev.latticenano.core.RefusedException;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.host.Failure;

/** One thing done about the members of a store; refusals become sentences. */
public interface MemberStep {
  /** Does it at Unix ms {@code nowMs}. */
  void take(Membership members, long nowMs) throws StoreException, RefusedException;

  /** Takes {@code step} in {@code store}. */
  static void take(NodeHome home, StoreId store, MemberStep step) throws Failure {
    try {
      step.take(home.node().membership(store), System.currentTimeMillis());
    } catch (RefusedException e) {
      throw new Failure(Failure.FAILED, Notices.refused(e.verdict()), e);
    } catch (StoreException e) {
      throw Failure.of(e);
    }
  }
}
