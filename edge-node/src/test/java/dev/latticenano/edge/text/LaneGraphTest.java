package dev.latticenano.edge.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Small graphs, drawn. Each item is a letter; its line says the item before it in its chain, a
 * colon, and what else it cites: {@code "C B:A"}.
 */
class LaneGraphTest {
  private static String drawn(boolean ascii, int columns, String... items) {
    LaneGraph graph = new LaneGraph(ascii, columns);
    List<String> lines = new ArrayList<>();
    for (String each : items) {
      String[] parts = each.split("[ :]", -1);
      boolean counts = Character.isUpperCase(parts[0].charAt(0));
      int[] cited =
          parts.length < 3 ? new int[0] : parts[2].toUpperCase().chars().map(c -> c).toArray();
      int prev = parts[1].isEmpty() ? LaneGraph.NONE : parts[1].toUpperCase().charAt(0);
      lines.add(graph.row(Character.toUpperCase(parts[0].charAt(0)), counts, prev, cited));
    }
    return String.join("\n", lines);
  }

  private static String drawn(String... items) {
    return drawn(false, 10, items);
  }

  private static String golden(String... lines) {
    return String.join("\n", Arrays.asList(lines));
  }

  @Test
  void aChainIsOneLane() {
    assertEquals(golden("●", "●", "●"), drawn("C B:", "B A:", "A :"));
  }

  @Test
  void twoThatKnowNothingOfEachOtherStandSideBySide() {
    assertEquals(golden("●", "│ ●", "● │", "  ●"), drawn("D B:", "C A:", "B :", "A :"));
  }

  @Test
  void aMergeJoinsWhatItCites() {
    assertEquals(golden("●─╮", "│ ●", "●─┤", "  ●"), drawn("D C:B", "B A:", "C :A", "A :"));
  }

  @Test
  void aSecondCitationJoinsTheLaneThatWaits() {
    assertEquals(golden("●─╮", "│ │ ●", "●─┤ │"), drawn("E C:A", "D B:", "C Z:A"));
  }

  @Test
  void whatEveryoneCitesEndsTheirLanes() {
    assertEquals(golden("●", "│ ●", "│ │ ●", "●─┴─╯"), drawn("D A:", "C A:", "B A:", "A :"));
  }

  @Test
  void aLineGoesBehindTheLanesBetween() {
    assertEquals(
        golden("●", "│ ●", "●─│─╮", "│ ● │", "●─│─┤", "  │ ●"),
        drawn("H G:", "F E:", "G C:B", "E D:", "C :B", "B :"));
  }

  @Test
  void aForkedChainHasTwoLanesThatMeet() {
    assertEquals(golden("○", "│ ○", "●─╯", "●"), drawn("d B:", "c B:", "B A:", "A :"));
  }

  @Test
  void aChainKeepsItsLaneWhenOthersCiteIt() {
    assertEquals(
        golden("●─╮", "│ │ ●", "│ ╰─●", "●   │", "    ●"),
        drawn("E C:B", "D B:", "B A:", "C :", "A :"));
  }

  @Test
  void aFreeColumnIsUsedAgain() {
    assertEquals(golden("●", "│ ●", "●", "│ ●", "●"), drawn("E C:", "D :", "C A:", "B :", "A :"));
  }

  @Test
  void manyAuthorsShareTheLastColumn() {
    assertEquals(
        golden("●", "│ ●", "│ │ ●", "│ │ ●", "│ ● ⋮", "●─│─┤", "  ● ⋮", "    ●", "    ●"),
        drawn(false, 3, "I F:", "H G:", "Z C:", "Y D:", "G B:", "F :C", "B :", "C :", "D :"));
  }

  @Test
  void drawsWithoutBoxCharacters() {
    assertEquals(
        golden("*", "| o", "*-|-.", "| * |", "*-|-+", "  | *"),
        drawn(true, 10, "H G:", "f E:", "G C:B", "E D:", "C :B", "B :"));
  }
}
