package dev.latticenano.edge.cli;

import dev.latticenano.core.intention.StoreId;
import dev.latticenano.edge.NodeHome;
import dev.latticenano.edge.UsedRelay;
import dev.latticenano.host.Failure;
import dev.latticenano.host.cli.JsonOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Lists relays. */
@Command(
    name = "list",
    mixinStandardHelpOptions = true,
    description = {
      "List the relays of this node's stores, and on what terms they hold them.",
      "",
      "Behind a ! stands what keeps one from taking more, and what to do about it.",
      "Behind a ? stands a relay that somebody says holds the store; it is not called",
      "before it is added.",
      ""
    },
    footer = {"", "Examples:", "  lattice relay list", "  lattice relay list --json"})
final class RelayListCommand implements Callable<Integer> {
  @Mixin private NodeCommand node;
  @Mixin private JsonOption json;

  @Override
  public Integer call() throws Failure {
    try (NodeHome home = node.open()) {
      List<Map<String, Object>> rows = new ArrayList<>();
      for (StoreId store : home.node().stores()) {
        rows.addAll(RelayLines.rows(home, store));
        for (UsedRelay each : json.wanted() ? List.<UsedRelay>of() : home.relays().of(store)) {
          node.out().println(RelayLines.line(home, each));
          String trouble = RelayLines.trouble(each);
          if (!trouble.isEmpty()) {
            node.out().println("  ! " + trouble);
          }
        }
        if (!json.wanted()) {
          RelayLines.suggested(home, store).forEach(node.out()::println);
        }
      }
      if (json.wanted()) {
        json.print(node.out(), rows);
      } else if (rows.isEmpty()) {
        node.out().println("no relay holds a store of this node; see: lattice relay add --help");
      }
    }
    return 0;
  }
}
