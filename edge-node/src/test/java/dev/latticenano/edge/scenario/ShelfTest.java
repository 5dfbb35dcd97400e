package dev.latticenano.edge.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/**
 * The scenarios that come with the program hold, each at a small size; with {@code -Dsim.whole} at
 * their own.
 */
final class ShelfTest {
  static final List<String> NAMES = Shelf.NAMES;

  private static final int LINES_MAX = 30;

  private static final Map<String, Map<String, String>> SMALL =
      Map.of(
          "carry", Map.of("people", "3", "days", "1"),
          "carry-all", Map.of("nodes", "4", "hours", "20"),
          "attackers", Map.of("hours", "1"),
          "files", Map.of("size", "300kB"),
          "partition", Map.of("hours", "1"),
          "power", Map.of("cuts", "5"),
          "radio", Map.of("size", "3kB"));

  @ParameterizedTest
  @FieldSource("NAMES")
  void holds(String name) {
    boolean whole = System.getProperty("sim.whole") != null;
    String given = System.getProperty("seed", "");
    long seed = given.isBlank() ? new Random().nextLong() : Long.parseLong(given);
    Map<String, String> values = whole ? Map.of() : SMALL.getOrDefault(name, Map.of());
    Played played = Played.silent(Shelf.text(name), values, seed);
    String sets = "";
    for (Map.Entry<String, String> value : new TreeMap<>(values).entrySet()) {
      sets += " --set " + value.getKey() + "=" + value.getValue();
    }
    String command = "lattice sim run " + name + " --seed " + seed + sets;
    assertNull(played.failed(), () -> command + "\n" + played.failed());
  }

  @Test
  void namesEveryScenarioThereIs() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("src/main/resources/scenarios"))) {
      List<String> found =
          files.map(file -> file.getFileName().toString().replace(".sim", "")).sorted().toList();
      assertEquals(found, Shelf.NAMES.stream().sorted().toList());
    }
  }

  @Test
  void carriesBetweenFiftyNodesInThirtyLines() throws ScenarioException {
    String text = Shelf.text("carry-all");
    assertTrue(text.lines().count() <= LINES_MAX, () -> text.lines().count() + " lines");
    assertEquals("50", Scenario.of(text, Map.of()).values().get("nodes"));
    assertEquals("1000", Scenario.of(text, Map.of()).values().get("hours"));
  }
}
