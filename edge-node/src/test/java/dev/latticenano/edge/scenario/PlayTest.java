package dev.latticenano.edge.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.edge.sim.Simulation;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Runs: equal for equal seeds, and never holding where they should not. */
final class PlayTest {
  private static final String TWO =
      """
      add_node a
      add_node b
      create a notes kv
      join b notes from a
      """;

  private static Failed failure(String text) {
    Played played = Played.of(text);
    assertNotNull(played.failed(), () -> "holds, and should not:\n" + text);
    return played.failed();
  }

  @Test
  void isTheSameRunForTheSameSeedAndAnotherForAnother() {
    Map<String, String> small = Map.of("people", "3", "days", "1");
    Played one = Played.of(Shelf.text("carry"), small, 7, false);
    Played same = Played.of(Shelf.text("carry"), small, 7, false);
    Played other = Played.of(Shelf.text("carry"), small, 8, false);
    assertEquals(one.simulation().digest(), same.simulation().digest());
    assertEquals(one.report().values(), same.report().values());
    assertEquals(one.report().table(), same.report().table());
    assertEquals(one.trace(), same.trace());
    assertNotEquals(one.simulation().digest(), other.simulation().digest());
  }

  @Test
  void isTheSameRunIfEveryNodeChecksEverySignature() {
    Map<String, String> small = Map.of("cuts", "2");
    Played fast = Played.of(Shelf.text("power"), small, 3, false);
    Played slow = Played.of(Shelf.text("power"), small, 3, true);
    assertEquals(fast.report().table(), slow.report().table());
  }

  @Test
  void findsThatNodesWhichNeverMeetAreNotEqual() {
    Failed failed = failure(TWO + "put a notes key value\nassert_converged");
    assertEquals(6, failed.line());
    assertTrue(
        failed.message().matches("store notes: a has \\d+ intentions, digest .*, but b has .*"),
        failed.message());
  }

  @Test
  void findsADiskThatOnlySaysThatItSynced() {
    String life =
        TWO
            + """
            put a notes before kept
            sync a b
            %s
            repeat 8 put a notes key-{1..9} {200B}
            put a notes last word
            %s
            run 1m
            assert_key a notes before kept
            assert_key a notes last word
            """;
    assertNull(Played.of(life.formatted("", "power_cut a")).failed());
    String cuts = "repeat 6 power_cut a for 1s\nrun 10s\npower_cut a\nrun 1m\npower_cut a";
    Failed failed = failure(life.formatted("disk a lying", cuts));
    assertTrue(
        failed.text().startsWith("assert_key a") || failed.message().contains("a has no power"),
        failed.toString());
  }

  @Test
  void findsThatAKeyIsOtherwise() {
    assertEquals(
        "b: key is absent", failure(TWO + "put a notes key x\nassert_key b notes key x").message());
    assertEquals(
        "a: key is \"x\"", failure(TWO + "put a notes key x\nassert_key a notes key y").message());
    assertEquals(
        "a: key is \"x\"",
        failure(TWO + "put a notes key x\nassert_key a notes key absent").message());
    assertNull(Played.of(TWO + "delete a notes key\nassert_key a notes key absent").failed());
  }

  @Test
  void findsTheWrongNumberOfHeads() {
    String both = TWO + "put a,b notes key {5B}\nsync a b\nassert_heads a,b notes key ";
    assertNull(Played.of(both + 2).failed());
    assertEquals("a: key has 2 heads", failure(both + 1).message());
  }

  @Test
  void findsWhoIsBehind() {
    String behind = TWO + "put a notes key x\nassert_lag a notes ";
    assertTrue(failure(behind + 0).message().contains(" behind"));
    assertNull(Played.of(TWO + "link a b\nrest\nassert_lag a notes 0").failed());
  }

  @Test
  void findsTroubleWithAnAttacker() {
    String attacked = TWO + "attack b garbage\nmeet a b for 1m\nrun 5m\nassert_no_trouble a";
    assertTrue(failure(attacked).message().startsWith("a had trouble: {"));
    assertNull(Played.of(TWO + "sync a b\nassert_no_trouble").failed());
  }

  @Test
  void findsASyncThatCannotEnd() {
    assertTrue(failure(TWO + "partition a from b\nsync a b").message().contains("did not get"));
    assertTrue(failure(TWO + "offline b\nsync a b").message().contains("did not get"));
  }

  @Test
  void namesTheLineThatFailsWhileAnotherWaits() {
    Failed failed = failure(TWO + "every 1m assert_key a notes key x\nrun 1h");
    assertEquals(5, failed.line());
    assertEquals(60_000, failed.passedMs() / 1000 * 1000 % 3_600_000, 1000);
  }

  @Test
  void saysHowToReplayAFailure() {
    Played played = Played.of(TWO + "put a notes key x\nassert_converged");
    String said = String.join("\n", played.report().failure("mine.sim", "lattice sim run x"));
    assertTrue(said.startsWith("mine.sim:6: assert_converged\n  after 00:00:"), said);
    assertTrue(said.endsWith("replay: lattice sim run x"), said);
  }

  @Test
  void endsWhenItIsTold() throws ScenarioException {
    Simulation simulation = new Simulation(1, false, null);
    Scenario scenario = Scenario.of(TWO + "every 1m put a notes k v\nrun 1000y", Map.of());
    simulation.stopWhen(() -> simulation.passedMs() > 86_400_000);
    Play play = new Play(scenario, simulation);
    assertThrows(Simulation.Stopped.class, play::run);
    Map<String, Object> values = new Report(simulation, play, null, false).values();
    assertEquals(false, values.get("held"));
    assertTrue(values.toString().contains("written=14"), values.toString());
  }

  @Test
  void aNodeWithoutPowerWritesNothing() {
    Played played =
        Played.of(TWO + "power_cut a for 1h\nput a notes key x\nrun 2h\nassert_key a notes key x");
    assertEquals("a: key is absent", played.failed().message());
    assertTrue(played.report().table().contains("event WithoutPower: 1"));
  }

  @Test
  void aFullDiskTakesNothingUntilThereIsRoom() {
    String full = TWO + "disk a full\nput a notes key x\n";
    assertEquals(1, count(Played.of(full), "event Full"));
    String later = full + "disk a free\nrun 2m\nput a notes key y\nassert_key a notes key y";
    assertNull(Played.of(later).failed());
  }

  private static long count(Played played, String start) {
    return played.report().table().stream().filter(line -> line.startsWith(start)).count();
  }
}
