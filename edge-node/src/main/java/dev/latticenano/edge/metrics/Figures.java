package dev.latticenano.edge.metrics;

import dev.latticenano.core.Node;
import dev.latticenano.core.Verdict;
import dev.latticenano.core.dag.Dag;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.edge.NodeHome;
import dev.latticenano.edge.Wear;
import dev.latticenano.storage.scrub.ScrubProgress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What a node is worth knowing by at one moment; immutable, so that any thread may read it.
 *
 * @param stores one for each store open
 * @param wear what was written since the process started
 * @param freeBytes of the file system, as far as this process may use them
 * @param reserveBytes of these, kept for what must always find room
 * @param commitDelayMs how long batches may wait for one sync
 * @param scrub how far the scrub has come
 * @param sessions links up
 * @param chunksWanted chunks that files here need and that are not here
 * @param uptimeMs since the process began to serve
 * @param refusals what peers did wrong since then, by verdict
 */
public record Figures(
    List<StoreFigures> stores,
    Wear wear,
    long freeBytes,
    long reserveBytes,
    int commitDelayMs,
    ScrubProgress scrub,
    int sessions,
    int chunksWanted,
    long uptimeMs,
    Map<Verdict, Long> refusals) {

  /**
   * One store.
   *
   * @param name the first eight hex digits of its id: the whole id is an invitation
   * @param intentions witnessed here
   * @param authors who wrote them
   * @param floating intentions that wait for others
   * @param missing hashes that are cited but not here
   * @param quarantined intentions whose ops could not be applied
   * @param forkedAuthors authors that wrote in two places at once
   * @param damaged ranges of the log that fail their checksum
   */
  public record StoreFigures(
      String name,
      long intentions,
      long authors,
      long floating,
      long missing,
      long quarantined,
      long forkedAuthors,
      long damaged) {}

  /** The figures of {@code home} now; on the thread that owns it. */
  public static Figures of(
      NodeHome home,
      ScrubProgress scrub,
      int sessions,
      long uptimeMs,
      Map<Verdict, Long> refusals) {
    List<StoreFigures> stores = new ArrayList<>();
    Node node = home.node();
    for (StoreId id : node.stores()) {
      Dag dag = node.dag(id);
      stores.add(
          new StoreFigures(
              id.toString().substring(0, 8),
              dag.sequence(),
              dag.authorCount(),
              dag.floatingCount(),
              dag.missingCount(),
              node.projection(id).quarantined(),
              dag.forkedCount(),
              home.damages(id).stretches()));
    }
    return new Figures(
        List.copyOf(stores),
        home.wear(),
        home.directory().freeBytes(),
        home.directory().reserveBytes(),
        home.settings().groupCommit().delayMs(),
        scrub,
        sessions,
        node.chunksWanted(),
        uptimeMs,
        refusals);
  }
}
