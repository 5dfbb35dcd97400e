package dev.latticenano.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * The stick's tables: whole rows, no pin used twice, no state that draws more than the port gives.
 */
final class HardwareTest {
  @Test
  void everyRowHasEveryColumn() {
    for (String file : Repository.files(name -> name.matches("hardware/[\\w-]+\\.csv"))) {
      List<String> lines = Repository.lines(file);
      int columns = cells(lines.get(0)).length;
      assertTrue(lines.size() > 5, file + " has only " + lines.size() + " lines");
      for (String line : lines) {
        assertEquals(columns, cells(line).length, file + ": " + line);
        assertTrue(List.of(cells(line)).stream().noneMatch(String::isBlank), file + ": " + line);
      }
    }
  }

  @Test
  void noPinIsUsedTwice() {
    Set<String> used = new HashSet<>();
    for (String line : rows("hardware/pins.csv")) {
      String[] cells = cells(line);
      assertTrue(used.add(cells[0] + " " + cells[1]), "used twice: " + line);
    }
  }

  @Test
  void noStateDrawsMoreThanThePortGives() {
    Map<String, Integer> milliamps = new TreeMap<>();
    for (String line : rows("hardware/power-budget.csv")) {
      milliamps.merge(cells(line)[0], Integer.parseInt(cells(line)[2]), Integer::sum);
    }
    int limit = milliamps.remove("limit");
    assertTrue(milliamps.size() >= 3, "only the states " + milliamps.keySet());
    milliamps.forEach((state, sum) -> assertTrue(sum <= limit, state + " draws " + sum + " mA"));
  }

  private static List<String> rows(String file) {
    List<String> lines = Repository.lines(file);
    return lines.subList(1, lines.size());
  }

  private static String[] cells(String line) {
    return line.split(",", -1);
  }
}
