package dev.latticenano.host.checks;

import dev.latticenano.host.text.Units;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Who computes the equation of signatures in this process, for people and programs that ask.
 *
 * @param by its name
 * @param threads on how many threads, the owner's among them
 * @param finding why nobody faster, a sentence; empty if there is nothing to say
 */
public record CheckFigures(String by, int threads, String finding) {
  /** Of a choice, and the threads that were made for it. */
  public static CheckFigures of(CheckChoice choice, SharedChecks checks) {
    return new CheckFigures(choice.name(), checks.threads(), choice.finding());
  }

  /** For JSON. */
  public Map<String, Object> row() {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("by", by);
    row.put("threads", threads);
    row.put("finding", finding);
    return row;
  }

  /** In a few words. */
  public String sentence() {
    return "signatures by " + by + ", on " + Units.count(threads, "thread");
  }
}
