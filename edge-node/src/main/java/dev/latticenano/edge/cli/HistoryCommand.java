package dev.latticenano.edge.cli;

import dev.latticenano.core.dag.Dag;
import dev.latticenano.core.intention.IntentionView;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.edge.NodeHome;
import dev.latticenano.host.Failure;
import dev.latticenano.host.cli.JsonOption;
import dev.latticenano.host.cli.JsonRows;
import dev.latticenano.host.text.Times;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Lists a store's intentions in the order this node witnessed them. */
@Command(
    name = "history",
    mixinStandardHelpOptions = true,
    description = "List the intentions of a store, in the order this node witnessed them.",
    footer = {
      "",
      "Examples:",
      "  lattice history -n 20",
      "  lattice history --from -2h --author phone",
      "  lattice history --from 2026-11-01 --to 2026-11-21 --path summer --json",
      "  lattice history --sexpr --store photos"
    })
final class HistoryCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private NodeCommand node;
  @Mixin private StoreOption store;
  @Mixin private HistoryFilter filter;
  @Mixin private JsonOption json;

  @Option(names = "--sexpr", description = "Each as a whole S-expression.")
  private boolean sexpr;

  @Option(
      names = {"-n", "--last"},
      paramLabel = "N",
      description = "Only the last N of these.")
  private Integer last;

  @Option(names = "--limit", paramLabel = "N", description = "Only the first N of these.")
  private Integer limit;

  @Override
  public Integer call() throws Failure {
    if (last != null && last < 1 || limit != null && limit < 1) {
      throw new ParameterException(spec.commandLine(), "--last and --limit take 1 or more");
    }
    try (NodeHome home = node.open()) {
      StoreId id = home.store(store.text());
      IntentionReading reading = new IntentionReading(home, id);
      filter.prepare(reading, home.node().projection(id).type());
      if (json.wanted()) {
        try (JsonRows rows = new JsonRows(node.out())) {
          each(reading, rows);
        }
      } else {
        each(reading, null);
      }
    } catch (StoreException e) {
      throw Failure.of(e);
    }
    return 0;
  }

  private void each(IntentionReading reading, JsonRows rows) throws StoreException {
    Dag dag = reading.dag();
    int shown = 0;
    if (!reading.dropped().isEmpty()) {
      node.say(reading.dropped());
    }
    int row = dag.pruning().next(dag.rowAtSequence(first(reading)));
    for (int place; (place = dag.sequenceOf(row)) <= dag.sequence(); ) {
      IntentionView view = reading.open(row);
      if (view == null) {
        node.say("intention " + reading.hash(row) + " is damaged; the next sync fetches it again");
      } else if (filter.matches(reading, view)) {
        if (rows != null) {
          rows.add(reading.json(row, view));
        } else {
          node.out().println(line(reading, place, row, view));
        }
        shown++;
        if (limit != null && shown == limit) {
          return;
        }
      }
      row = dag.pruning().next(row + 1);
    }
  }

  /** The place from which on the last ones begin: goes back until there are enough. */
  private int first(IntentionReading reading) throws StoreException {
    if (last == null) {
      return 1;
    }
    Dag dag = reading.dag();
    int place = dag.sequence() + 1;
    int row = dag.pruning().previous(dag.sequence() - 1);
    for (int found = 0; found < last && row != Dag.NONE; row = dag.pruning().previous(row - 1)) {
      place = dag.sequenceOf(row);
      IntentionView view = reading.open(row);
      found += view != null && filter.matches(reading, view) ? 1 : 0;
    }
    return place;
  }

  private String line(IntentionReading reading, int place, int row, IntentionView view)
      throws StoreException {
    if (sexpr) {
      return reading.whole(view).compact();
    }
    return String.format(
        Locale.ROOT,
        "%6d  %s  %s  %s  %s%s",
        place,
        reading.hash(row).shortText(),
        Times.millis(view.wallMs()),
        reading.names().of(view.author()),
        reading.sexpr(view).compact(),
        reading.dag().isProjected(row) ? "" : "  (forked: does not count)");
  }
}
