package dev.latticenano.edge.cli;

import dev.latticenano.edge.scenario.Scenario;
import dev.latticenano.edge.scenario.Shelf;
import dev.latticenano.host.Failure;
import dev.latticenano.host.cli.JsonOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Lists the scenarios that come with the program. */
@Command(
    name = "list",
    mixinStandardHelpOptions = true,
    description = "List the scenarios that come with the program.",
    footer = {"", "Examples:", "  lattice sim list", "  lattice sim list --show carry > mine.sim"})
final class SimListCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private JsonOption json;

  @Option(names = "--show", paramLabel = "NAME", description = "Print the text of one instead.")
  private String show;

  @Override
  public Integer call() throws Failure {
    if (show != null) {
      spec.commandLine().getOut().print(ScenarioOption.text(show));
      spec.commandLine().getOut().flush();
      return 0;
    }
    List<Object> rows = new ArrayList<>();
    for (String name : Shelf.NAMES) {
      Scenario scenario = ScenarioOption.read(name, Map.of());
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("name", name);
      row.put("title", scenario.title());
      row.put("values", scenario.values());
      rows.add(row);
      if (!json.wanted()) {
        String line = String.format("%-12s %s", name, scenario.title());
        spec.commandLine().getOut().println(line);
      }
    }
    if (json.wanted()) {
      json.print(spec.commandLine().getOut(), rows);
    }
    return 0;
  }
}
