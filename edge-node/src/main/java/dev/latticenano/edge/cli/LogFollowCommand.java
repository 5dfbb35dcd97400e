package dev.latticenano.edge.cli;

import com.grack.nanojson.JsonWriter;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.state.Applied;
import dev.latticenano.core.state.LogEntry;
import dev.latticenano.core.state.LogState;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.edge.NodeHome;
import dev.latticenano.host.Failure;
import dev.latticenano.host.cli.JsonOption;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Shows entries as they arrive. */
@Command(
    name = "follow",
    mixinStandardHelpOptions = true,
    description = {
      "Show entries of a log store in the order they arrive here.",
      "",
      "With --tcp or --serial it serves peers meanwhile, as lattice serve does, until",
      "stopped; without, it shows what has come since --from and ends.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  lattice log follow --tcp 0.0.0.0:7400 --store house",
      "  lattice log follow --from 1 --json"
    })
final class LogFollowCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private NodeCommand node;
  @Mixin private StoreOption store;
  @Mixin private LinkOptions links;
  @Mixin private JsonOption json;

  @Option(
      names = "--from",
      paramLabel = "PLACE",
      description = "Begin at this place of the witness order. Default: behind all.")
  private Integer from;

  @Option(names = "--raw", description = "Only the entries themselves, a line end behind each.")
  private boolean raw;

  @Override
  public Integer call() throws Failure, InterruptedException {
    links.check(true);
    if (from != null && from < 1) {
      throw new ParameterException(spec.commandLine(), "--from takes 1 or more");
    }
    try (NodeHome home = node.open()) {
      StoreId id = home.store(store.text(), LogState.class);
      LogReadCommand.state(home, id);
      int place = from == null ? home.node().dag(id).sequence() + 1 : from;
      Following following = new Following(home, id, place, new Entries(new AuthorNames(home, id)));
      following.begin(node);
      if (links.any()) {
        following.serve(links, node);
      }
    } catch (StoreException e) {
      throw Failure.of(e);
    }
    return 0;
  }

  /** The entries, a line for each. */
  private final class Entries implements Following.Look {
    private final AuthorNames names;

    Entries(AuthorNames names) {
      this.names = names;
    }

    @Override
    public void op(Applied op, int place) {
      LogEntry entry = LogEntry.of(op);
      if (entry == null) {
        return;
      }
      if (json.wanted()) {
        Map<String, Object> row = LogReadCommand.row(names, entry);
        row.put("sequence", place);
        node.out().println(JsonWriter.string(row));
      } else {
        LogReadCommand.print(node, raw, names, entry);
      }
    }

    @Override
    public void shown() {
      node.out().flush();
    }
  }
}
