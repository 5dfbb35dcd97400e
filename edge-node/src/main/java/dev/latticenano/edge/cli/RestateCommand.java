package dev.latticenano.edge.cli;

import dev.latticenano.core.Restating;
import dev.latticenano.edge.NodeHome;
import dev.latticenano.edge.RestateNow;
import dev.latticenano.host.Failure;
import dev.latticenano.host.cli.JsonOption;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Says again at once what this node's own writes still mean. */
@Command(
    name = "restate",
    mixinStandardHelpOptions = true,
    description = {
      "Say again what this node's older writes still mean.",
      "",
      "Relays may then drop them, and keep what is still live and what says who may",
      "write. Nothing that is shown changes. A running node does so by itself when the",
      "share of dead weight is that of the setting restate-at.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  lattice store restate --store notes",
      "  lattice store restate --store notes --at 10"
    })
final class RestateCommand implements Callable<Integer> {
  @Mixin private NodeCommand node;
  @Mixin private StoreOption store;
  @Mixin private JsonOption json;

  @Option(
      names = "--at",
      paramLabel = "PERCENT",
      defaultValue = "1",
      description = "The least share of dead weight, 1 to 99. Default: ${DEFAULT-VALUE}.")
  private int percent;

  @Override
  public Integer call() throws Failure {
    if (percent < 1 || percent > 99) {
      throw new Failure(Failure.BAD_INPUT, "--at is 1 to 99, not " + percent);
    }
    try (NodeHome home = node.open()) {
      Restating.Outcome outcome = RestateNow.in(home, home.store(store.text()), percent);
      if (json.wanted()) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("outcome", outcome.why().name().toLowerCase(Locale.ROOT));
        row.put("superseded", outcome.superseded());
        row.put("written", outcome.written());
        row.put("bytes", outcome.bytes());
        row.put("dead_percent", outcome.share());
        json.print(node.out(), row);
      } else {
        node.out().println(RestateNow.sentence(outcome));
      }
    }
    return 0;
  }
}
