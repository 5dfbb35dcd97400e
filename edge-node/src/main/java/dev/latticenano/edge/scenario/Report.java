package dev.latticenano.edge.scenario;

import dev.latticenano.edge.sim.SimNode;
import dev.latticenano.edge.sim.Simulation;
import dev.latticenano.edge.sim.Tally;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What a run measured: a table for people, values for machines. */
public final class Report {
  private static final String TOTAL = "total";

  private final Simulation simulation;
  private final Play play;
  private final Failed failed;
  private final boolean whole;

  /**
   * Of a run.
   *
   * @param failed what did not hold, or null
   * @param whole false if it was ended from outside
   */
  public Report(Simulation simulation, Play play, Failed failed, boolean whole) {
    this.simulation = simulation;
    this.play = play;
    this.failed = failed;
    this.whole = whole;
  }

  private Tally total() {
    Tally total = new Tally();
    simulation.nodes().forEach(node -> total.add(node.measured()));
    return total;
  }

  /** Everything, as a JSON object's members. */
  public Map<String, Object> values() {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("held", failed == null && whole);
    values.put("whole", whole);
    if (failed != null) {
      Map<String, Object> what = new LinkedHashMap<>();
      what.put("line", failed.line());
      what.put("statement", failed.text());
      what.put("virtual_ms", failed.passedMs());
      what.put("message", failed.message());
      values.put("failed", what);
    }
    values.put("virtual_ms", simulation.passedMs());
    values.put("steps", simulation.steps());
    values.put("traffic", simulation.digest());
    values.put("missed_meetings", simulation.topology().missed());
    values.put("settled_ms", play.settledMs());
    values.put("digests", play.digests());
    Map<String, Object> nodes = new LinkedHashMap<>();
    for (SimNode node : simulation.nodes()) {
      nodes.put(node.name(), one(node.measured()));
    }
    values.put("nodes", nodes);
    values.put(TOTAL, one(total()));
    return values;
  }

  private static Map<String, Object> one(Tally tally) {
    Map<String, Object> counts = new LinkedHashMap<>(tally.counts());
    counts.put("refusals", tally.refusals());
    counts.put("troubles", tally.troubles());
    return counts;
  }

  /** The table, a line each. */
  public List<String> table() {
    List<String> lines = new ArrayList<>();
    Tally total = total();
    StringBuilder head = new StringBuilder(String.format("%-16s", "node"));
    total.counts().keySet().forEach(name -> head.append(cell(name)));
    lines.add(head.toString());
    for (SimNode node : simulation.nodes()) {
      lines.add(row(node.name(), node.measured()));
    }
    lines.add(row(TOTAL, total));
    total.refusals().forEach((name, count) -> lines.add("refused " + name + ": " + count));
    total.troubles().forEach((name, count) -> lines.add("event " + name + ": " + count));
    play.settledMs()
        .forEach(
            (store, ms) ->
                lines.add(
                    "store "
                        + store
                        + " equal everywhere, digest "
                        + play.digests().get(store)
                        + ", "
                        + Quantity.time(ms)
                        + " after the last write"));
    lines.add(
        String.format(
            Locale.ROOT,
            "virtual time %s, %d steps, %d frames, traffic %s",
            Quantity.time(simulation.passedMs()),
            simulation.steps(),
            simulation.frames(),
            simulation.digest()));
    return lines;
  }

  private static String row(String name, Tally tally) {
    StringBuilder row = new StringBuilder(String.format("%-16s", name));
    tally.counts().values().forEach(count -> row.append(cell(Long.toString(count))));
    return row.toString();
  }

  private static String cell(String text) {
    return String.format(Locale.ROOT, " %14s", text);
  }

  /** What did not hold, with the command that replays it, a line each; none if all did. */
  public List<String> failure(String file, String command) {
    if (failed == null) {
      return List.of();
    }
    return List.of(
        file + ":" + failed.line() + ": " + failed.text(),
        "  after " + Quantity.time(failed.passedMs()) + " of virtual time: " + failed.message(),
        "  replay: " + command);
  }
}
