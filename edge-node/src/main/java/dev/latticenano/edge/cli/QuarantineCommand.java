package dev.latticenano.edge.cli;

import dev.latticenano.core.Projection;
import dev.latticenano.core.SetAside;
import dev.latticenano.core.dag.Dag;
import dev.latticenano.core.intention.IntentionView;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.edge.NodeHome;
import dev.latticenano.host.Failure;
import dev.latticenano.host.cli.JsonOption;
import dev.latticenano.host.text.Times;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows what is in the log and not in state, and gets it out of the way. */
@Command(
    name = "quarantine",
    mixinStandardHelpOptions = true,
    description = "See and settle what could not be applied.",
    subcommands = {
      QuarantineCommand.Listing.class,
      QuarantineCommand.Retry.class,
      QuarantineCommand.Skip.class
    })
final class QuarantineCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }

  /** Lists it. */
  @Command(
      name = "list",
      mixinStandardHelpOptions = true,
      description = {
        "List intentions that could not be applied, and why.",
        "",
        "quarantined  it counts for nothing, on any node; the store goes on",
        "stalled      the store shows nothing from here on, so that nobody goes on with",
        "             what others do not see; a newer version may read it",
        "skipped      somebody had it passed over on this node",
        ""
      },
      footer = {"", "Example:", "  lattice store quarantine list --store notes --json"})
  static final class Listing implements Callable<Integer>, StoreRows.Source {
    @Mixin private NodeCommand node;
    @Mixin private StoreOption store;
    @Mixin private JsonOption json;

    @Override
    public Integer call() throws Failure {
      return StoreRows.print(node, store, json, this);
    }

    @Override
    public List<Map<String, Object>> rows(NodeHome home, StoreId id)
        throws Failure, StoreException {
      IntentionReading reading = new IntentionReading(home, id);
      List<Map<String, Object>> rows = new ArrayList<>();
      for (SetAside each : home.node().projection(id).setAside()) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("kind", each.kind().name().toLowerCase(Locale.ROOT));
        row.put("verdict", each.verdict().name());
        row.put("hash", each.intention().toString());
        int found = reading.dag().find(each.intention().toBytes(), 0);
        IntentionView view = found == Dag.NONE ? null : reading.open(found);
        row.put("author_name", view == null ? "" : reading.names().of(view.author()));
        row.put("time", view == null ? "" : Times.millis(view.wallMs()));
        row.put("sexpr", absent(reading, found, view));
        rows.add(row);
      }
      return rows;
    }

    private static String absent(IntentionReading reading, int row, IntentionView view)
        throws StoreException {
      if (view != null) {
        return reading.sexpr(view).compact();
      }
      return row == Dag.NONE ? "" : reading.absence(row);
    }

    @Override
    public String line(Map<String, Object> row) {
      return String.format(
          Locale.ROOT,
          "%-11s  %s  %s  %s  %s  %s",
          row.get("kind"),
          row.get("hash").toString().substring(0, 8),
          row.get("verdict"),
          row.get("time"),
          row.get("author_name"),
          row.get("sexpr"));
    }

    @Override
    public String none(NodeHome home, StoreId id) throws Failure {
      return "everything in " + home.storeName(id) + " could be applied";
    }
  }

  /** Tries it again. */
  @Command(
      name = "retry",
      mixinStandardHelpOptions = true,
      description = {
        "Try again what could not be applied, say after an update.",
        "",
        "If anything was quarantined or skipped, state is made anew from the log, which",
        "may take a while.",
        ""
      },
      footer = {"", "Example:", "  lattice store quarantine retry --store notes"})
  static final class Retry implements Callable<Integer> {
    @Mixin private NodeCommand node;
    @Mixin private StoreOption store;

    @Override
    public Integer call() throws Failure {
      try (NodeHome home = node.open()) {
        StoreId id = home.store(store.text());
        home.node().projection(id).retry();
        node.out().println(Catching.up(home, id, node));
        return home.node().projection(id).setAside().isEmpty() ? 0 : Failure.FINDINGS;
      } catch (StoreException e) {
        throw Failure.of(e);
      }
    }
  }

  /** Passes over it. */
  @Command(
      name = "skip",
      mixinStandardHelpOptions = true,
      description = {
        "Pass over the intention before which a store has stopped.",
        "",
        "What others make of it may then be missing here, until retry reads it. Updating",
        "this node is the better way, if there is an update.",
        ""
      },
      footer = {"", "Example:", "  lattice store quarantine skip 5f3a91c2 --store notes"})
  static final class Skip implements Callable<Integer> {
    @Mixin private NodeCommand node;
    @Mixin private StoreOption store;

    @Parameters(
        paramLabel = "HASH",
        description = "Four or more digits of what the store has stopped before.")
    private String text;

    @Override
    public Integer call() throws Failure {
      try (NodeHome home = node.open()) {
        StoreId id = home.store(store.text());
        IntentionReading reading = new IntentionReading(home, id);
        Projection projection = home.node().projection(id);
        if (!projection.skip(reading.hash(reading.find(text)))) {
          throw new Failure(
              Failure.NOT_FOUND,
              projection.stall() == null
                  ? "the store has not stopped; see: lattice store quarantine list"
                  : "the store has stopped before "
                      + projection.stall().intention().shortText()
                      + ", not before "
                      + text);
        }
        node.out().println(Catching.up(home, id, node));
        return projection.stall() == null ? 0 : Failure.FINDINGS;
      } catch (StoreException e) {
        throw Failure.of(e);
      }
    }
  }
}
