package dev.latticenano.edge;

import dev.latticenano.core.RefusedException;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.host.Failure;
import java.util.List;

/** Says at once what this node has seen of others' intentions. */
public final class AckNow {
  private AckNow() {}

  /** Acks a store; returns how many intentions were written. */
  public static int in(NodeHome home, StoreId store) throws Failure {
    try {
      return home.node().acks().now(store, System.currentTimeMillis());
    } catch (RefusedException e) {
      throw new Failure(Failure.FAILED, Notices.refused(e.verdict()), e);
    } catch (StoreException e) {
      throw Failure.of(e);
    }
  }

  /** Acks those of {@code stores} in which this node may write now; returns how many were. */
  static int after(NodeHome home, List<StoreId> stores) {
    int written = 0;
    for (StoreId store : stores) {
      try {
        written += in(home, store);
      } catch (Failure e) {
        // An ack that waits costs nobody anything.
        EventLog.unacked(store, e.getMessage());
      }
    }
    return written;
  }
}
