package dev.latticenano.edge.cli;

import dev.latticenano.core.store.StoreException;
import dev.latticenano.edge.NodeHome;
import dev.latticenano.host.Failure;
import dev.latticenano.host.cli.JsonOption;
import dev.latticenano.host.cli.JsonRows;
import dev.latticenano.host.text.Terminal;
import dev.latticenano.host.text.Units;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Shows how much each author has seen of each. */
@Command(
    name = "authors",
    mixinStandardHelpOptions = true,
    description = {
      "Show how much each author has seen of what each author wrote.",
      "",
      "A row is an observer: of the writes of the author above, how many its tip has in",
      "its past, of all that are here. Acks are not counted. An author has seen what it",
      "wrote itself. What was dropped below a snapshot is not counted.",
      ""
    },
    footer = {"", "Example:", "  lattice store debug authors --store photos"})
final class AuthorsCommand implements Callable<Integer> {
  private static final int NAME_COLUMNS = 12;
  private static final int CELL_COLUMNS = 13;
  private static final int AUTHORS_MAX = 1000;

  @Spec private CommandSpec spec;
  @Mixin private NodeCommand node;
  @Mixin private StoreOption store;
  @Mixin private JsonOption json;

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "Authors at most, those who wrote most. Default: as many as the width holds.")
  private Integer limit;

  @Override
  public Integer call() throws Failure {
    if (limit != null && (limit < 1 || limit > AUTHORS_MAX)) {
      throw new ParameterException(spec.commandLine(), "--limit takes 1 to " + AUTHORS_MAX);
    }
    int fitting = json.wanted() ? AUTHORS_MAX : (Terminal.columns() - NAME_COLUMNS) / CELL_COLUMNS;
    try (NodeHome home = node.open()) {
      IntentionReading reading = new IntentionReading(home, home.store(store.text()));
      SeenMatrix matrix = SeenMatrix.of(reading, limit == null ? Math.max(1, fitting) : limit);
      if (json.wanted()) {
        printJson(reading, matrix);
      } else {
        print(reading, matrix);
      }
    } catch (StoreException e) {
      throw Failure.of(e);
    }
    return 0;
  }

  private void printJson(IntentionReading reading, SeenMatrix matrix) {
    try (JsonRows rows = new JsonRows(node.out())) {
      for (int observer = 0; observer < matrix.authors().size(); observer++) {
        for (int author = 0; author < matrix.authors().size(); author++) {
          Map<String, Object> row = new LinkedHashMap<>();
          row.put("observer", reading.author(matrix.authors().get(observer)).toString());
          row.put("observer_name", name(reading, matrix, observer));
          row.put("author", reading.author(matrix.authors().get(author)).toString());
          row.put("author_name", name(reading, matrix, author));
          row.put("seen", matrix.seen(observer, author));
          row.put("total", matrix.total(author));
          rows.add(row);
        }
      }
    }
  }

  private void print(IntentionReading reading, SeenMatrix matrix) {
    StringBuilder head = new StringBuilder(" ".repeat(NAME_COLUMNS));
    for (int author = 0; author < matrix.authors().size(); author++) {
      head.append(cell(name(reading, matrix, author)));
    }
    node.out().println(head);
    for (int observer = 0; observer < matrix.authors().size(); observer++) {
      StringBuilder line =
          new StringBuilder(Units.padded(name(reading, matrix, observer), NAME_COLUMNS));
      for (int author = 0; author < matrix.authors().size(); author++) {
        line.append(cell(matrix.seen(observer, author) + "/" + matrix.total(author)));
      }
      node.out().println(line);
    }
    if (!reading.dropped().isEmpty()) {
      node.out().println("… " + reading.dropped());
    }
    int others = reading.dag().authorCount() - matrix.authors().size();
    if (others > 0) {
      node.out().println("… and " + Units.count(others, "author") + "; see --limit or --json");
    }
  }

  private static String cell(String text) {
    String cut = Units.cut(text, CELL_COLUMNS - 1);
    return String.format(Locale.ROOT, "%" + CELL_COLUMNS + "s", cut);
  }

  private static String name(IntentionReading reading, SeenMatrix matrix, int index) {
    return reading.names().of(reading.author(matrix.authors().get(index)));
  }
}
