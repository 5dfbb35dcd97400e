package dev.latticenano.edge.cli;

import dev.latticenano.core.dag.Dag;
import dev.latticenano.core.intention.IntentionView;
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

/** Lists the witness order, page by page. */
@Command(
    name = "log",
    mixinStandardHelpOptions = true,
    description = {
      "List intentions in witness order, a page at a time.",
      "",
      "Place, hash, time, author, height in the author's chain, what it says. Without",
      "--after it is the last page.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  lattice store debug log",
      "  lattice store debug log --after 0 --limit 20",
      "  lattice store debug log --after 20 --limit 20"
    })
final class WitnessLogCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private NodeCommand node;
  @Mixin private StoreOption store;
  @Mixin private JsonOption json;

  @Option(names = "--after", paramLabel = "PLACE", description = "Begin behind this place.")
  private Integer after;

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "50",
      description = "Lines of a page. Default: ${DEFAULT-VALUE}.")
  private int limit;

  @Override
  public Integer call() throws Failure {
    if (limit < 1 || after != null && after < 0) {
      throw new ParameterException(
          spec.commandLine(), "--limit takes 1 or more, --after 0 or more");
    }
    try (NodeHome home = node.open()) {
      IntentionReading reading = new IntentionReading(home, home.store(store.text()));
      if (json.wanted()) {
        try (JsonRows rows = new JsonRows(node.out())) {
          page(reading, rows);
        }
      } else {
        page(reading, null);
      }
    } catch (StoreException e) {
      throw Failure.of(e);
    }
    return 0;
  }

  private void page(IntentionReading reading, JsonRows rows) throws StoreException {
    Dag dag = reading.dag();
    int first = after == null ? Math.max(1, dag.sequence() - limit + 1) : after + 1;
    long end = Math.min(dag.sequence(), (long) first + limit - 1);
    if (rows == null && !reading.dropped().isEmpty()) {
      node.out().println("… " + reading.dropped());
    }
    int row = dag.pruning().next(dag.rowAtSequence(first));
    for (int place; (place = dag.sequenceOf(row)) <= end; row = dag.pruning().next(row + 1)) {
      IntentionView view = reading.open(row);
      if (rows != null && view != null) {
        rows.add(reading.json(row, view));
      } else if (rows == null) {
        node.out().println(line(reading, place, row, view));
      }
    }
    if (rows == null && end < dag.sequence()) {
      node.out().println("… " + (dag.sequence() - end) + " more; go on with --after " + end);
    }
  }

  private static String line(IntentionReading reading, int place, int row, IntentionView view)
      throws StoreException {
    Dag dag = reading.dag();
    String name = reading.names().of(reading.author(dag.author(row)));
    return String.format(
        Locale.ROOT,
        "%6d  %s  %s  %s #%d  %s%s",
        place,
        reading.hash(row).shortText(),
        view == null ? reading.absence(row) : Times.millis(view.wallMs()),
        name,
        dag.height(row),
        view == null ? "" : reading.sexpr(view).compact(),
        dag.isProjected(row) ? "" : "  (does not count)");
  }
}
