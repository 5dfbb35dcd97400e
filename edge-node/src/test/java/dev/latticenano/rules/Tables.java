package dev.latticenano.rules;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the tables and fenced blocks of our documents. */
final class Tables {
  private static final Pattern CODE = Pattern.compile("`([^`\\n]+)`");

  private Tables() {}

  /** The rows of every table in {@code file} whose first heading is {@code heading}. */
  static List<List<String>> rows(String file, String heading) {
    List<List<String>> rows = new ArrayList<>();
    boolean inside = false;
    for (String line : Repository.lines(file)) {
      if (!line.startsWith("|")) {
        inside = false;
        continue;
      }
      List<String> cells = cells(line);
      if (!inside) {
        inside = cells.get(0).equals(heading);
      } else if (!cells.get(0).startsWith("--")) {
        rows.add(cells);
      }
    }
    if (rows.isEmpty()) {
      throw new AssertionError(file + " has no table headed '" + heading + "'");
    }
    return rows;
  }

  /** What stands between backticks. */
  static List<String> codes(String text) {
    return CODE.matcher(text).results().map(found -> found.group(1)).toList();
  }

  /** The lines of every {@code ```sh} block. */
  static List<String> shellLines(String file) {
    Matcher blocks = Pattern.compile("(?ms)^```sh\\n(.*?)^```").matcher(Repository.text(file));
    return blocks
        .results()
        .flatMap(block -> block.group(1).lines())
        .map(line -> line.replaceFirst("\\s+#.*$", "").strip())
        .filter(line -> !line.isEmpty() && !line.startsWith("#"))
        .toList();
  }

  private static List<String> cells(String line) {
    String inner = line.substring(1, line.endsWith("|") ? line.length() - 1 : line.length());
    return Arrays.stream(inner.split("\\|", -1)).map(String::strip).toList();
  }
}
