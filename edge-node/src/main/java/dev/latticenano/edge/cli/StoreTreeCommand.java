package dev.latticenano.edge.cli;

import dev.latticenano.core.state.Child;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.edge.NodeHome;
import dev.latticenano.edge.StoreTree;
import dev.latticenano.host.Failure;
import dev.latticenano.host.cli.JsonOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Shows which stores lie in which. */
@Command(
    name = "tree",
    mixinStandardHelpOptions = true,
    description = "Show which stores lie in which, also those that are not open here.",
    footer = {"", "Examples:", "  lattice store tree", "  lattice store tree --json"})
final class StoreTreeCommand implements Callable<Integer> {
  @Mixin private NodeCommand node;
  @Mixin private JsonOption json;

  @Override
  public Integer call() throws Failure {
    try (NodeHome home = node.open()) {
      List<Map<String, Object>> rows = new ArrayList<>();
      List<StoreTree.Place> places = home.tree().places();
      for (StoreTree.Place place : places) {
        if (place.parent() == null) {
          add(home, places, place, rows);
        }
      }
      if (json.wanted()) {
        json.print(node.out(), rows);
      } else {
        rows.forEach(row -> node.out().println(line(row)));
      }
    } catch (StoreException e) {
      throw Failure.of(e);
    }
    return 0;
  }

  private static void add(
      NodeHome home,
      List<StoreTree.Place> places,
      StoreTree.Place place,
      List<Map<String, Object>> rows)
      throws Failure, StoreException {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("id", place.store().toString());
    row.put("name", home.tree().name(place));
    row.put("type", type(home, place));
    row.put("depth", place.depth());
    row.put("parent", place.parent() == null ? "" : place.parent().toString());
    row.put("status", status(home, place));
    rows.add(row);
    for (StoreTree.Place below : places) {
      if (place.store().equals(below.parent())) {
        add(home, places, below, rows);
      }
    }
  }

  private static String type(NodeHome home, StoreTree.Place place) {
    boolean open = home.tree().isOpen(place.store());
    String own = open ? home.node().projection(place.store()).type() : "";
    return own.isEmpty() && place.declared() != null ? place.declared().type() : own;
  }

  private static String status(NodeHome home, StoreTree.Place place) {
    if (place.declared() != null && place.declared().status() == Child.Status.ARCHIVED) {
      return "archived";
    }
    if (home.tree().isDeclined(place.store())) {
      return "removed here";
    }
    return home.tree().isOpen(place.store()) ? "open" : "closed";
  }

  private static String line(Map<String, Object> row) {
    String name = row.get("name").toString();
    String status = row.get("status").equals("open") ? "" : "  [" + row.get("status") + "]";
    return "  ".repeat((int) row.get("depth"))
        + (name.isEmpty() ? "(not arrived yet)" : name + "  " + row.get("type"))
        + "  "
        + row.get("id")
        + status;
  }
}
