package dev.latticenano.edge.cli;

import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.edge.NodeHome;
import dev.latticenano.host.Failure;
import dev.latticenano.host.cli.JsonOption;
import dev.latticenano.host.text.Units;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Lists members. */
@Command(
    name = "list",
    mixinStandardHelpOptions = true,
    description = {
      "List who takes part in a store, by status, and how far each is behind.",
      "",
      "owner    writes, votes, manages members",
      "voter    writes, votes",
      "carrier  keeps and forwards, cannot read",
      "reader   reads, does not write",
      "",
      "A * marks this node. Somebody who wrote here and of whom no member said anything",
      "stands under others.",
      ""
    },
    footer = {"", "Example:", "  lattice member list --store photos --json"})
final class MemberListCommand implements Callable<Integer> {
  private static final int NAME_COLUMNS = 20;

  @Mixin private NodeCommand node;
  @Mixin private StoreOption store;
  @Mixin private JsonOption json;

  @Override
  public Integer call() throws Failure {
    try (NodeHome home = node.open()) {
      StoreId id = home.store(store.text());
      List<Map<String, Object>> rows = MemberRows.of(home, id);
      if (json.wanted()) {
        json.print(node.out(), rows);
      } else {
        print(rows);
      }
    } catch (StoreException e) {
      throw Failure.of(e);
    }
    return 0;
  }

  private void print(List<Map<String, Object>> rows) {
    String status = "";
    for (Map<String, Object> row : rows) {
      if (!row.get("status").equals(status)) {
        status = row.get("status").toString();
        node.out().println(status);
      }
      node.out()
          .println(
              (Boolean.TRUE.equals(row.get("this_node")) ? "  * " : "    ")
                  + Units.padded(row.get("name").toString(), NAME_COLUMNS)
                  + "  "
                  + Units.padded(row.get("role").toString(), "carrier".length())
                  + "  "
                  + row.get("key").toString().substring(0, 8)
                  + "  "
                  + row.get("lag"));
    }
  }
}
