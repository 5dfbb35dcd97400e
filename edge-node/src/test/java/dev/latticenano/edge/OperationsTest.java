package dev.latticenano.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.host.Failure;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The tables of docs/operations.md against the program. */
class OperationsTest {
  /** The rows of the table whose first column has that heading. */
  static List<String[]> rows(String heading) throws Exception {
    Path document = Path.of(System.getProperty("repository.root"), "docs", "operations.md");
    List<String[]> rows = new ArrayList<>();
    boolean inside = false;
    for (String line : Files.readAllLines(document)) {
      if (!line.startsWith("|")) {
        inside = false;
      } else if (inside && !line.startsWith("|--")) {
        rows.add(
            Arrays.stream(line.substring(1).split("\\|"))
                .map(String::strip)
                .toArray(String[]::new));
      } else if (line.startsWith("| " + heading + " |")) {
        inside = true;
      }
    }
    assertTrue(rows.size() > 5, heading);
    return rows;
  }

  private static Set<Integer> codes() throws Exception {
    Set<Integer> codes = new TreeSet<>();
    for (var field : Failure.class.getFields()) {
      if (Modifier.isStatic(field.getModifiers()) && field.getType() == int.class) {
        codes.add(field.getInt(null));
      }
    }
    return codes;
  }

  @Test
  void listsTheExitCodesThatExist() throws Exception {
    Set<Integer> expected = codes();
    expected.addAll(List.of(0, 2, 130));
    Set<Integer> listed =
        rows("code").stream()
            .map(row -> Integer.valueOf(row[0]))
            .collect(Collectors.toCollection(TreeSet::new));
    assertEquals(expected, listed);
    String help = Device.lattice("--help").out().replaceAll("\\s+", " ");
    for (int code : expected) {
      assertTrue(help.contains(" " + code + " "), "no exit code " + code + " in --help");
    }
  }

  @Test
  void namesATestForEveryMishap() throws Exception {
    Set<Integer> codes = codes();
    codes.addAll(List.of(0, 2, 130));
    for (String[] row : rows("what happened")) {
      assertTrue(codes.contains(Integer.valueOf(row[1])), row[0]);
      String[] test = row[4].replace("`", "").split("\\.");
      Class<?> named = Class.forName(getClass().getPackageName() + "." + test[0]);
      assertTrue(
          Arrays.stream(named.getDeclaredMethods())
              .anyMatch(each -> each.getName().equals(test[1])),
          row[4]);
    }
  }
}
