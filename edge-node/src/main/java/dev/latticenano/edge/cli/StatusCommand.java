package dev.latticenano.edge.cli;

import dev.latticenano.core.Node;
import dev.latticenano.core.Restating;
import dev.latticenano.core.SetAside;
import dev.latticenano.core.dag.Dag;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.state.FileState;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.edge.Contents;
import dev.latticenano.edge.NodeHome;
import dev.latticenano.edge.Scrubbing;
import dev.latticenano.edge.files.Holdings;
import dev.latticenano.host.Failure;
import dev.latticenano.host.Shown;
import dev.latticenano.host.cli.JsonOption;
import dev.latticenano.host.text.Units;
import dev.latticenano.storage.scrub.ScrubProgress;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Tells who this node is and what it holds. */
@Command(
    name = "status",
    mixinStandardHelpOptions = true,
    description = "Tell who this node is, what it holds and what is missing.",
    footer = {"", "Examples:", "  lattice status", "  lattice status --json"})
final class StatusCommand implements Callable<Integer> {
  @Mixin private NodeCommand node;
  @Mixin private JsonOption json;

  @Override
  public Integer call() throws Failure {
    try (NodeHome home = node.open()) {
      Map<String, Object> status = new LinkedHashMap<>();
      status.put("name", home.name());
      status.put("key", home.node().key().toString());
      status.put("dir", home.directory().root().toString());
      status.put("free_bytes", home.directory().freeBytes());
      List<Map<String, Object>> stores = new ArrayList<>();
      for (StoreId id : home.node().stores()) {
        stores.add(store(home, id));
      }
      ScrubProgress scrub = Scrubbing.progress(home.directory().root());
      boolean paused = Scrubbing.isPaused(home.directory().root());
      status.put("scrub", ScrubCommand.row(scrub, paused));
      status.put("disk", WearLines.row(home));
      status.put("checks", home.checks().row());
      status.put("chunks_wanted", home.node().chunksWanted());
      status.put("stores", stores);
      if (json.wanted()) {
        json.print(node.out(), status);
      } else {
        print(node.out(), home, status, stores);
        node.out().println();
        WearLines.print(node.out(), home);
        node.out().println("scrub  " + ScrubCommand.sentence(scrub, paused));
        node.out().println("checks " + home.checks().sentence());
        if (!home.checks().finding().isEmpty()) {
          node.out().println("       ! " + home.checks().finding());
        }
      }
    } catch (StoreException e) {
      throw Failure.of(e);
    }
    return 0;
  }

  private static Map<String, Object> store(NodeHome home, StoreId id)
      throws Failure, StoreException {
    Node node = home.node();
    Dag dag = node.dag(id);
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("id", id.toString());
    row.put("name", home.storeName(id));
    row.put("type", node.projection(id).type());
    row.put("intentions", dag.sequence());
    row.put("authors", dag.authorCount());
    row.put("bootstrap", BootstrapLines.row(home, id));
    row.put("bootstrap_trouble", BootstrapLines.trouble(home, id));
    row.put("floating", dag.floatingCount());
    row.put("missing", dag.missingCount());
    row.put("damaged", dag.lostCount());
    row.put("quarantined", node.projection(id).quarantined());
    row.put("sealed_without_key", node.projection(id).unread());
    row.put("headless", node.projection(id).isHeadless());
    CarryLines.put(row, node.carrying().load(id));
    SetAside stall = node.projection(id).stall();
    row.put("stalled_at", stall == null ? null : stall.intention().toString());
    row.put("stalled_because", stall == null ? null : stall.verdict().name());
    row.put("forked_authors", dag.forkedCount());
    Restating.Standing restated = node.restating().standing(id);
    row.put("own_intentions", restated.intentions());
    row.put("own_superseded", restated.superseded());
    row.put("own_kept", restated.kept());
    row.put("own_restatements", restated.restatements());
    row.put("restatements_awaited", restated.awaited());
    row.put("snapshot", SnapshotLines.sentence(home, id));
    row.put("snapshots", SnapshotLines.rows(home, id));
    row.put("members", LagLines.rows(home, id));
    row.put("relays", RelayLines.rows(home, id));
    if (node.state(id) instanceof FileState && !Contents.isLocked(home, id)) {
      Holdings held = Holdings.of(home, id);
      row.put("files", held.files());
      row.put("bytes", held.bytes());
      row.put("files_whole", held.whole());
      row.put("conflicts", held.conflicts());
    }
    return row;
  }

  private static void print(
      PrintWriter out, NodeHome home, Map<String, Object> status, List<Map<String, Object>> stores)
      throws Failure {
    out.println("node   " + status.get("name") + "  " + status.get("key"));
    out.println(
        "place  "
            + status.get("dir")
            + ", "
            + Units.bytes((long) status.get("free_bytes"))
            + " free");
    for (Map<String, Object> row : stores) {
      out.println();
      print(out, home, row);
    }
  }

  private static void print(PrintWriter out, NodeHome home, Map<String, Object> row)
      throws Failure {
    String name = row.get("name").toString();
    String shown = name.isEmpty() ? StoreCommand.nameless((int) row.get("intentions")) : name;
    out.println("store  " + shown + "  " + row.get("id"));
    out.println(
        "       "
            + Units.count((int) row.get("intentions"), "intention")
            + " by "
            + Units.count((int) row.get("authors"), "author"));
    BootstrapLines.print(out, row);
    if (row.containsKey("files")) {
      out.println(
          "       "
              + Units.count((long) row.get("files"), "file")
              + ", "
              + Units.bytes((long) row.get("bytes"))
              + "; "
              + row.get("files_whole")
              + " of them whole on this device");
    }
    if ((int) row.get("own_superseded") > 0) {
      out.println(
          "       "
              + row.get("own_superseded")
              + " of this node's "
              + row.get("own_intentions")
              + " intentions said again; relays may drop those, and keep "
              + row.get("own_kept")
              + " between");
    }
    if (!row.get("snapshot").toString().isEmpty()) {
      out.println("       " + row.get("snapshot"));
    }
    LagLines.print(out, row.get("members"));
    RelayLines.print(out, home, StoreId.parse(row.get("id").toString()));
    CarryLines.print(out, row);
    printStops(out, row);
    for (String trouble :
        List.of(
            "floating",
            "damaged",
            "quarantined",
            "restatements_awaited",
            "forked_authors",
            "conflicts")) {
      Object count = row.get(trouble);
      if (count != null && ((Number) count).longValue() > 0) {
        out.println("       ! " + trouble.replace('_', ' ') + ": " + count);
      }
    }
  }

  private static void printStops(PrintWriter out, Map<String, Object> row) {
    if (row.get("bootstrap_trouble") != null) {
      out.println("       ! " + row.get("bootstrap_trouble"));
    }
    if (Boolean.TRUE.equals(row.get("headless"))) {
      out.println(
          "       ! this version does not know the type "
              + Shown.of(row.get("type"))
              + ": it keeps and passes on, and shows nothing");
    }
    if ((int) row.get("sealed_without_key") > 0) {
      out.println(
          "       "
              + Units.count((int) row.get("sealed_without_key"), "intention")
              + " sealed without a key for this node: kept and passed on, not read");
    }
    if (row.get("stalled_at") != null) {
      out.println(
          "       ! stopped before "
              + row.get("stalled_at").toString().substring(0, 8)
              + " ("
              + row.get("stalled_because")
              + "), nothing later shows; see: lattice store quarantine list");
    }
  }
}
