package dev.latticenano.edge.cli;

import dev.latticenano.edge.scenario.Scenario;
import dev.latticenano.edge.scenario.ScenarioException;
import dev.latticenano.edge.scenario.Shelf;
import dev.latticenano.host.Failure;
import dev.latticenano.host.Reason;
import dev.latticenano.host.Shown;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Scenarios as the command line names them: a file, or one that comes with the program. */
final class ScenarioOption {
  private static final long BYTES_MAX = 1_048_576;

  private ScenarioOption() {}

  /** The text of a scenario. */
  static String text(String name) throws Failure {
    Path file = Path.of(name);
    if (!Files.exists(file)) {
      String text = Shelf.text(name);
      if (text == null) {
        throw new Failure(
            Failure.NOT_FOUND,
            "there is no file and no scenario " + Shown.of(name) + "; see lattice sim list");
      }
      return text;
    }
    try {
      if (Files.size(file) > BYTES_MAX) {
        throw new Failure(Failure.BAD_INPUT, name + " is longer than a scenario may be");
      }
      return Files.readString(file);
    } catch (IOException e) {
      throw new Failure(Failure.BAD_INPUT, "cannot read " + name + ": " + Reason.of(e), e);
    }
  }

  /** Reads a scenario; what is wrong with it is shown with its line. */
  static Scenario read(String name, Map<String, String> values) throws Failure {
    String text = text(name);
    try {
      return Scenario.of(text, values);
    } catch (ScenarioException e) {
      List<String> lines = text.lines().toList();
      String line = e.line() <= lines.size() ? lines.get(e.line() - 1) : "";
      throw new Failure(
          Failure.BAD_INPUT,
          String.format(
              "%s:%d:%d: %s%n  %s%n  %s^",
              name,
              e.line(),
              e.column(),
              e.getMessage(),
              Shown.of(line),
              " ".repeat(e.column() - 1)),
          e);
    }
  }
}
