package dev.latticenano.edge.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How a scenario is read, and what is said of one that cannot be. */
final class ScenarioTest {
  private static final String BEFORE = "add_node n 3\nadd_node stick\ncreate n1 notes kv\n";

  private static ScenarioException refused(String text, Map<String, String> values) {
    return assertThrows(ScenarioException.class, () -> Scenario.of(text, values));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "putt n1 notes a b             | 1  | did you mean put?",
        "xyzzyxyzzy                    | 1  | there is no statement",
        "put n1 notes a                | 15 | here belongs VALUE",
        "put n1 notes a b c            | 18 | \"c\" is too much; the form is: put",
        "put n7 notes a b              | 5  | did you mean n1?",
        "put zebra notes a b           | 5  | so far: n1, n2, n3, stick",
        "put n1 nodes a b              | 8  | there is no store nodes; so far: notes",
        "put n1 \"notes a b            | 8  | the quote is not closed",
        "put n1 notes a {b}            | 16 | {b} draws nothing; write {1..40}",
        "put n1 notes a {9..3}         | 16 | draws nothing",
        "put n1 notes a b{             | 16 | a brace has no other",
        "put n1 notes a $size          | 16 | $size has no value; write above: let size 50",
        "run 5 minutes                 | 5  | write a time like",
        "run 1001y                     | 5  | write a time like",
        "rest in 5m                    | 6  | \"in\" is too much; the form is: rest [within",
        "rest within                   | 12 | here belongs DURATION",
        "every 5m sync n1 n2           | 10 | sync waits, so it cannot stand behind every",
        "every 5m every 1m heal        | 10 | cannot stand behind every",
        "every 2h..1h heal             | 7  | write a time, or two like 20m..2h",
        "every 5m put n1 notes a       | 24 | here belongs VALUE",
        "add_node n1                   | 10 | there is a node n1 already",
        "add_node Big                  | 10 | a name is lower-case letters",
        "add_node m 1001               | 10 | at most 1000 nodes",
        "create n1 notes kv            | 11 | there is a store notes already",
        "create n1 other map           | 17 | write kv, log or files",
        "join n2 notes from n1 as king | 26 | write owner, voter",
        "meet n1 n2 over wire          | 17 | there is no link \"wire\"; write a kind: bluetooth",
        "meet n1 n2 over radio loss    | 23 | has no number",
        "meet n1 n2 over radio loss 2  | 28 | is no loss",
        "meet n1 n2 over radio size 2  | 23 | a link has no \"size\"",
        "meet n1 n2 over radio rate 99 | 28 | is no rate",
        "clock n1 later                | 10 | write +2y",
        "disk n1 broken                | 9  | write honest, lying",
        "attack n1 shout               | 11 | write garbage, replay",
        "power_cut n1 within 5         | 22 | here belongs \"writes\"",
        "file n1 notes a.jpg 2GBs      | 21 | write a size",
        "let size                      | 1  | the form is: let NAME VALUE",
      })
  void saysWhereAndWhatIsWrongAndWhatToWrite(String line, int column, String message) {
    ScenarioException e = refused(BEFORE + line, Map.of());
    assertEquals(4, e.line(), e.getMessage());
    assertEquals(column, e.column(), e.getMessage());
    assertTrue(e.getMessage().contains(message), e.getMessage());
  }

  @Test
  void takesAThousandNodesAndNoMore() throws ScenarioException {
    assertEquals(1, Scenario.of("add_node m 1000", Map.of()).count());
    assertEquals(1, refused("add_node m 1001", Map.of()).line());
  }

  @Test
  void takesTenThousandLinesAndNoMore() throws ScenarioException {
    assertEquals(10_000, Scenario.of("heal\n".repeat(10_000), Map.of()).count());
    assertEquals(10_001, refused("heal\n".repeat(10_001), Map.of()).line());
  }

  @Test
  void refusesAValueThatNoLineNames() {
    assertTrue(refused("let days 3", Map.of("day", "4")).getMessage().contains("let day"));
  }

  @Test
  void takesAGivenValueInPlaceOfItsOwn() throws ScenarioException {
    String text = "let many 2\nadd_node n $many\nrun ${many}d";
    Scenario scenario = Scenario.of(text, Map.of("many", "4"));
    assertEquals(4, Declared.names(scenario.statements().get(0)).size());
    assertEquals("4d", scenario.statements().get(1).text(Slot.DURATION));
  }

  @Test
  void takesWordsInQuotesAsTheyAre() throws ScenarioException {
    Scenario scenario = Scenario.of(BEFORE + "put n1 notes \"on\" \"a # b\" # why", Map.of());
    assertEquals("on", scenario.statements().get(3).text(Slot.KEY));
    assertEquals("a # b", scenario.statements().get(3).text(Slot.VALUE));
  }

  @ParameterizedTest
  @CsvSource({
    "250ms,250", "1h30m,5400000", "2d,172800000", "1y,31536000000", "1000y,31536000000000",
    "90,-1", "1h30,-1", "h,-1", "-1h,-1", "1001y,-1"
  })
  void readsDurations(String text, long ms) {
    assertEquals(ms, Quantity.ms(text));
  }

  @ParameterizedTest
  @CsvSource({"300,300", "40kB,40000", "2MB,2000000", "1GB,1000000000", "2GB,-1", "kB,-1"})
  void readsSizes(String text, int bytes) {
    assertEquals(bytes, Quantity.bytes(text));
  }
}
