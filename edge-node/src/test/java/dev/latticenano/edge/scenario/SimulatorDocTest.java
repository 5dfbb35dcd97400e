package dev.latticenano.edge.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.edge.sim.Attack;
import dev.latticenano.edge.sim.LinkKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** docs/simulator.md says what is so. */
final class SimulatorDocTest {
  private static final String TEXT = text();

  private static String text() {
    try {
      return Files.readString(Path.of("../docs/simulator.md"));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** The first cells, in code, of the table that begins with {@code head}. */
  private static List<String> firstCells(String head) {
    int from = TEXT.indexOf("\n| " + head + " |");
    String table = TEXT.substring(from, TEXT.indexOf("\n\n", from));
    return Pattern.compile("(?m)^\\| `([^`]+)`")
        .matcher(table)
        .results()
        .map(found -> found.group(1))
        .toList();
  }

  @Test
  void givesTheFormOfEveryStatement() {
    List<String> forms = Arrays.stream(Verb.values()).map(Verb::form).toList();
    assertEquals(forms, firstCells("statement"));
  }

  @Test
  void namesEveryAttack() {
    List<String> attacks =
        Arrays.stream(Attack.values()).map(each -> each.name().toLowerCase(Locale.ROOT)).toList();
    assertEquals(attacks, firstCells("attack"));
  }

  @Test
  void givesTheFiguresOfEveryLink() {
    assertEquals(LinkKind.NAMED.keySet(), new TreeSet<>(firstCells("kind")));
    for (Map.Entry<String, LinkKind> named : LinkKind.NAMED.entrySet()) {
      LinkKind kind = named.getValue();
      String errors = kind.bitErrors() == 0 ? "0" : "1e-6";
      String loss =
          kind.loss() == 0 ? "0" : String.format(Locale.ROOT, "%s %%", share(kind.loss()));
      String row =
          Arrays.asList(
                  "`" + named.getKey() + "`",
                  kind.bitsPerSecond(),
                  kind.delayMs() + " ms",
                  loss,
                  errors,
                  kind.pieceBytes(),
                  kind.lossy() ? "yes" : "no")
              .stream()
              .map(Object::toString)
              .collect(Collectors.joining(" | ", "| ", " |"));
      assertTrue(TEXT.contains(row), row);
    }
  }

  private static String share(double loss) {
    double percent = Math.round(loss * 1000) / 10.0;
    return percent == Math.rint(percent) ? "" + (long) percent : "" + percent;
  }

  @Test
  void showsAScenarioThatHolds() {
    int from = TEXT.indexOf("```\n# A stick") + 4;
    String example = TEXT.substring(from, TEXT.indexOf("\n```", from));
    assertNull(Played.of(example, Map.of("days", "1"), 1, false).failed());
  }
}
