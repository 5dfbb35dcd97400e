package dev.latticenano.edge;

import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.store.StoreException;

/**
 * Merges the runs under the tables of a node's stores when its loop has a turn to spare, no faster
 * than the settings say, so that look-ups stay cheap and the disk stays free for what is new.
 */
public final class Merging {
  // The loop waits for one turn.
  private static final int BURST_BYTES = 4_194_304;

  private final NodeHome home;
  private final Allowance allowance;

  /** Of all stores of {@code home}. */
  public Merging(NodeHome home) {
    this.home = home;
    this.allowance = new Allowance(home.settings().mergeBytesPerSecond(), BURST_BYTES);
  }

  /** The loop has a turn to spare. */
  public void turn() throws StoreException {
    for (StoreId id : home.node().stores()) {
      int allowed = allowance.bytes();
      if (allowed == 0) {
        return;
      }
      try {
        allowance.spend(home.tables(id).work(allowed));
      } catch (StoreException e) {
        // A full disk merges later; what is damaged is made anew at the next start.
        if (e.kind() == StoreException.Kind.CORRUPT) {
          home.renewIndex(id);
        } else if (e.kind() != StoreException.Kind.FULL) {
          throw e;
        }
      }
    }
  }
}
