package dev.latticenano.host.cli;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.ColorScheme;
import picocli.CommandLine.Model.CommandSpec;

/**
 * Help whose paragraphs are filled anew: as they are broken in the source they would be broken
 * twice on a terminal that is a little narrower. A line with two spaces in it is one of a table and
 * stays as it is.
 */
final class Paragraphs {
  private static final String COLUMN = "  ";

  private Paragraphs() {}

  /** The help of a command, for the library that prints it. */
  static Help help(CommandSpec command, ColorScheme colors) {
    command.usageMessage().description(of(command.usageMessage().description()));
    return new Help(command, colors);
  }

  /** Each paragraph as one line, which is broken where it is printed. */
  static String[] of(String[] lines) {
    List<String> paragraphs = new ArrayList<>();
    for (String line : lines) {
      int last = paragraphs.size() - 1;
      if (last >= 0 && isText(paragraphs.get(last)) && isText(line)) {
        paragraphs.set(last, paragraphs.get(last) + " " + line);
      } else {
        paragraphs.add(line);
      }
    }
    return paragraphs.toArray(String[]::new);
  }

  private static boolean isText(String line) {
    return !line.isBlank() && !line.startsWith(" ") && !line.contains(COLUMN);
  }
}
