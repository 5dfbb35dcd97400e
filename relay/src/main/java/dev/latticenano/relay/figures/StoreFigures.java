package dev.latticenano.relay.figures;

import dev.latticenano.core.dag.Dag;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.relay.ChunkLoad;
import dev.latticenano.core.relay.Manifest;
import dev.latticenano.core.relay.Relay;
import dev.latticenano.core.relay.Terms;
import dev.latticenano.core.store.StoreException;

/**
 * One store that is held.
 *
 * @param id its whole id, for the operator alone
 * @param intentions held
 * @param authors who wrote them
 * @param floating intentions that wait for others
 * @param members that the manifest lists
 * @param sequence of the manifest
 * @param links over which it is in a session now
 * @param quotaBytes that all stores of its tickets may take
 * @param takenBytes that they take
 * @param untilSeconds Unix time until when more is taken; 0 for ever
 * @param chunks of its files and snapshots
 */
public record StoreFigures(
    StoreId id,
    long intentions,
    long authors,
    long floating,
    long members,
    long sequence,
    long links,
    long quotaBytes,
    long takenBytes,
    long untilSeconds,
    ChunkLoad chunks) {
  private static final int NAME_DIGITS = 8;

  static StoreFigures of(Relay relay, StoreId id, long nowMs) throws StoreException {
    Dag dag = relay.dag(id);
    Manifest manifest = relay.manifest(id);
    Terms terms = relay.terms(id, nowMs);
    return new StoreFigures(
        id,
        dag.sequence(),
        dag.authorCount(),
        dag.floatingCount(),
        manifest.members(),
        manifest.sequence(),
        relay.links(id),
        terms.quota(),
        terms.taken(),
        terms.untilSeconds(),
        relay.chunks(id));
  }

  /** The first digits of its id, by which logs and metrics call it. */
  public String name() {
    return name(id);
  }

  /** The first digits of a store's id. */
  public static String name(StoreId id) {
    return id.toString().substring(0, NAME_DIGITS);
  }
}
