package dev.latticenano.edge.cli;

import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.edge.NodeHome;
import dev.latticenano.host.Failure;
import dev.latticenano.host.cli.JsonOption;
import java.util.List;
import java.util.Map;

/** Prints what one store has of something: as JSON, or a line each. */
final class StoreRows {
  private StoreRows() {}

  /** What is listed. */
  interface Source {
    /** All there is, in the order in which it is shown; values are as JSON has them. */
    List<Map<String, Object>> rows(NodeHome home, StoreId id) throws Failure, StoreException;

    /** One row as a line. */
    String line(Map<String, Object> row);

    /** What a person reads where there are no rows. */
    String none(NodeHome home, StoreId id) throws Failure;
  }

  /** Opens the node and lists; returns the exit status. */
  static int print(NodeCommand node, StoreOption store, JsonOption json, Source source)
      throws Failure {
    try (NodeHome home = node.open()) {
      StoreId id = home.store(store.text());
      List<Map<String, Object>> rows = source.rows(home, id);
      if (json.wanted()) {
        json.print(node.out(), rows);
      } else if (rows.isEmpty()) {
        node.out().println(source.none(home, id));
      } else {
        rows.forEach(row -> node.out().println(source.line(row)));
      }
    } catch (StoreException e) {
      throw Failure.of(e);
    }
    return 0;
  }
}
