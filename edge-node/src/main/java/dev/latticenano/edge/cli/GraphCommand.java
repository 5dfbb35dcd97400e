package dev.latticenano.edge.cli;

import dev.latticenano.core.dag.Dag;
import dev.latticenano.core.dag.IntList;
import dev.latticenano.core.intention.IntentionView;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.edge.NodeHome;
import dev.latticenano.edge.text.LaneGraph;
import dev.latticenano.host.Failure;
import dev.latticenano.host.cli.JsonOption;
import dev.latticenano.host.cli.JsonRows;
import dev.latticenano.host.text.Terminal;
import dev.latticenano.host.text.Times;
import dev.latticenano.host.text.Units;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Draws the causal graph of a store. */
@Command(
    name = "graph",
    mixinStandardHelpOptions = true,
    description = {
      "Draw who wrote what on top of what, the newest first.",
      "",
      "Each line is an intention: hash, author, time, what it says. A lane leads down to",
      "what the intention stands on; ○ is one that does not count because of a fork.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  lattice store debug graph",
      "  lattice store debug graph --ascii --limit 100",
      "  lattice store debug graph --before 4711      the page below place 4711"
    })
final class GraphCommand implements Callable<Integer> {
  private static final int LANES_MAX = 8;
  private static final int NAME_COLUMNS = 10;
  private static final int WIDTH_MIN = 60;
  private static final int WIDTH_MAX = 10_000;

  @Spec private CommandSpec spec;
  @Mixin private NodeCommand node;
  @Mixin private StoreOption store;
  @Mixin private JsonOption json;

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "50",
      description = "Intentions at most. Default: ${DEFAULT-VALUE}.")
  private int limit;

  @Option(
      names = "--before",
      paramLabel = "PLACE",
      description = "Begin below this place of the witness order.")
  private Integer before;

  @Option(names = "--ascii", description = "Do without box characters.")
  private boolean ascii;

  @Option(
      names = "--width",
      paramLabel = "COLUMNS",
      description = "Columns of a line. Default: those of the terminal, else 80.")
  private Integer width;

  private final IntList cited = new IntList();

  @Override
  public Integer call() throws Failure {
    if (limit < 1 || before != null && before < 1) {
      throw new ParameterException(spec.commandLine(), "--limit and --before take 1 or more");
    }
    if (width != null && (width < WIDTH_MIN || width > WIDTH_MAX)) {
      throw new ParameterException(
          spec.commandLine(), "--width takes " + WIDTH_MIN + " to " + WIDTH_MAX);
    }
    try (NodeHome home = node.open()) {
      IntentionReading reading = new IntentionReading(home, home.store(store.text()));
      if (json.wanted()) {
        try (JsonRows rows = new JsonRows(node.out())) {
          draw(reading, rows);
        }
      } else {
        draw(reading, null);
      }
    } catch (StoreException e) {
      throw Failure.of(e);
    }
    return 0;
  }

  private void draw(IntentionReading reading, JsonRows rows) throws StoreException {
    Dag dag = reading.dag();
    LaneGraph graph = new LaneGraph(ascii, LANES_MAX);
    int columns = width == null ? Terminal.columns() : width;
    int place = before == null ? dag.sequence() : Math.min(dag.sequence(), before - 1);
    int row = dag.pruning().previous(dag.rowAtSequence(place));
    for (int shown = 0; row != Dag.NONE && shown < limit; shown++) {
      IntentionView view = reading.open(row);
      cited.clear();
      if (view != null) {
        dag.conditions(row, cited);
      }
      int[] others = new int[cited.count()];
      for (int i = 0; i < others.length; i++) {
        others[i] = cited.at(i);
      }
      int prev = dag.storePrev(row);
      String lanes =
          graph.row(row, dag.isProjected(row), prev == Dag.NONE ? LaneGraph.NONE : prev, others);
      if (rows == null) {
        node.out().println(line(reading, lanes, row, view, columns));
      } else if (view != null) {
        Map<String, Object> out = reading.json(row, view);
        out.put("lanes", lanes);
        rows.add(out);
      }
      row = dag.pruning().previous(row - 1);
    }
    if (rows == null && row != Dag.NONE) {
      int end = dag.sequenceOf(row);
      node.out().println("… " + end + " below; go on with --before " + (end + 1));
    } else if (rows == null && !reading.dropped().isEmpty()) {
      node.out().println("… " + reading.dropped());
    }
  }

  private String line(
      IntentionReading reading, String lanes, int row, IntentionView view, int columns)
      throws StoreException {
    String name = reading.names().of(reading.author(reading.dag().author(row)));
    String text =
        lanes
            + "  "
            + reading.hash(row).shortText()
            + " "
            + Units.padded(name, NAME_COLUMNS)
            + " "
            + (view == null
                ? reading.absence(row)
                : Times.seconds(view.wallMs()) + " " + reading.sexpr(view).compact());
    return cut(text, columns);
  }

  private String cut(String text, int columns) {
    String cut = Units.cut(text, columns);
    return ascii ? cut.replace("…", "~") : cut;
  }
}
