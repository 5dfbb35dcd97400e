package dev.latticenano.edge.cli;

import dev.latticenano.core.Projection;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.edge.NodeHome;
import dev.latticenano.host.Failure;
import dev.latticenano.host.cli.ProgressLine;
import dev.latticenano.host.text.Units;

/** Has the state of a store catch up with its log, and says how far it came. */
final class Catching {
  private Catching() {}

  /** Projects until all is in state or state stops; durable when it returns. */
  static String up(NodeHome home, StoreId id, NodeCommand node) throws StoreException, Failure {
    Projection projection = home.node().projection(id);
    int end = home.node().dag(id).sequence();
    try (ProgressLine line = new ProgressLine(node.err())) {
      do {
        home.node().tick(System.currentTimeMillis());
        line.show("applying", projection.place(), end);
      } while (!projection.isWhole() && projection.stall() == null);
    }
    home.node().dag(id).checkpoint();
    String shown =
        projection.place() + " of " + Units.count(end, "intention") + " of " + home.storeName(id);
    if (projection.stall() != null) {
      return "applied "
          + shown
          + ", then stopped before "
          + projection.stall().intention().shortText()
          + " ("
          + projection.stall().verdict()
          + ")";
    }
    int aside = projection.setAside().size();
    return "applied " + shown + (aside == 0 ? "" : "; could not be applied: " + aside);
  }
}
