package dev.latticenano.edge.scenario;

import dev.latticenano.edge.sim.Simulation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A scenario that has been played.
 *
 * @param failed what did not hold; null if all did
 * @param report what was measured
 * @param trace every event
 */
record Played(Failed failed, Report report, List<String> trace, Simulation simulation) {
  /** Plays a text. */
  static Played of(String text, Map<String, String> values, long seed, boolean verifyAll) {
    List<String> trace = new ArrayList<>();
    return of(text, values, new Simulation(seed, verifyAll, trace::add), trace);
  }

  /** Plays a text without a trace, which a long one would fill the heap with. */
  static Played silent(String text, Map<String, String> values, long seed) {
    return of(text, values, new Simulation(seed, false, null), List.of());
  }

  private static Played of(
      String text, Map<String, String> values, Simulation simulation, List<String> trace) {
    try {
      Play play = new Play(Scenario.of(text, values), simulation);
      Failed failed = play.run();
      return new Played(failed, new Report(simulation, play, failed, true), trace, simulation);
    } catch (ScenarioException e) {
      throw new AssertionError(e.line() + ":" + e.column() + ": " + e.getMessage(), e);
    }
  }

  /** Plays a text with one seed. */
  static Played of(String text) {
    return of(text, Map.of(), 1, false);
  }
}
