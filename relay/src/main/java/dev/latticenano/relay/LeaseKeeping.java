package dev.latticenano.relay;

import dev.latticenano.core.relay.Relay;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.relay.home.PostgresShelf;
import dev.latticenano.relay.net.Upkeep;
import java.util.concurrent.TimeUnit;

/**
 * Keeps the leases of the stores that are served here, and takes those that nobody serves any more,
 * three times a lease; then does what else is to be done. Measures by a clock that nobody sets.
 */
final class LeaseKeeping implements Upkeep {
  private final Upkeep rest;
  private final Relay relay;
  private final PostgresShelf shelf;
  private long keptNs;

  LeaseKeeping(Upkeep rest, Relay relay, PostgresShelf shelf) {
    this.rest = rest;
    this.relay = relay;
    this.shelf = shelf;
    keptNs = System.nanoTime() - TimeUnit.MILLISECONDS.toNanos(shelf.renewMs());
  }

  @Override
  public void tick(long nowMs) throws StoreException {
    if (leftMs() <= 0) {
      keptNs = System.nanoTime();
      shelf.renew();
      relay.claim(shelf.free(), nowMs);
    }
    rest.tick(nowMs);
  }

  private long leftMs() {
    return shelf.renewMs() - TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - keptNs);
  }

  @Override
  public long deadlineMs() {
    return Math.min(rest.deadlineMs(), System.currentTimeMillis() + leftMs());
  }
}
