package dev.latticenano.edge.cli;

import dev.latticenano.edge.scenario.Scenario;
import dev.latticenano.host.Failure;
import dev.latticenano.host.text.Units;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Reads scenarios without playing them. */
@Command(
    name = "check",
    mixinStandardHelpOptions = true,
    description = "Read scenarios without playing them, and say what is wrong with them.",
    footer = {"", "Examples:", "  lattice sim check mine.sim"})
final class SimCheckCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "FILE",
      arity = "1..*",
      description = "Scenarios: files, or names that lattice sim list prints.")
  private List<String> files;

  @Override
  public Integer call() throws Failure {
    for (String file : files) {
      Scenario scenario = ScenarioOption.read(file, Map.of());
      String sentence = file + ": " + Units.count(scenario.count(), "statement");
      spec.commandLine().getOut().println(sentence);
    }
    return 0;
  }
}
