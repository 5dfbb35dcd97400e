package dev.latticenano.bench.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What was measured of each engine, and its tables in Markdown. The first engine is the yardstick.
 */
public final class Scoreboard {
  private final Map<EngineKind, Map<String, List<Double>>> measured =
      new EnumMap<>(EngineKind.class);
  private final List<EngineKind> engines;

  /** A figure as a column: the name under which it was measured, its heading, its digits. */
  public record Column(String name, String heading, int digits) {}

  /** An empty board; the rows of its tables come in the order of {@code engines}. */
  public Scoreboard(List<EngineKind> engines) {
    this.engines = List.copyOf(engines);
    for (EngineKind engine : engines) {
      measured.put(engine, new HashMap<>());
    }
  }

  /** Adds one measurement. */
  public void add(EngineKind engine, String name, double figure) {
    measured.get(engine).computeIfAbsent(name, any -> new ArrayList<>()).add(figure);
  }

  /** Adds what a process measured. */
  public void addAll(EngineKind engine, Map<String, Double> figures) {
    figures.forEach((name, figure) -> add(engine, name, figure));
  }

  /**
   * Medians, (least to most) where a figure was measured twice or more, and ratios to the first.
   */
  public String table(Column... columns) {
    StringBuilder out = new StringBuilder("| engine |");
    StringBuilder rule = new StringBuilder("|---|");
    for (Column column : columns) {
      out.append(' ').append(column.heading()).append(" |");
      rule.append("---|");
    }
    out.append('\n').append(rule).append('\n');
    for (EngineKind engine : engines) {
      out.append("| ").append(engine.title()).append(" |");
      for (Column column : columns) {
        out.append(' ').append(cell(engine, column)).append(" |");
      }
      out.append('\n');
    }
    return out.toString();
  }

  private String cell(EngineKind engine, Column column) {
    double[] sorted = sorted(engine, column.name());
    if (sorted.length == 0) {
      return "n/a";
    }
    double median = median(sorted);
    StringBuilder out = new StringBuilder(text(median, column.digits()));
    if (sorted[0] < sorted[sorted.length - 1]) {
      out.append(" (").append(text(sorted[0], column.digits())).append(" to ");
      out.append(text(sorted[sorted.length - 1], column.digits())).append(')');
    }
    double[] first = sorted(engines.get(0), column.name());
    if (engine != engines.get(0) && first.length > 0 && median(first) > 0 && median > 0) {
      out.append(String.format(Locale.ROOT, ", **%.3g ×**", median / median(first)));
    }
    return out.toString();
  }

  private double[] sorted(EngineKind engine, String name) {
    List<Double> figures = measured.get(engine).getOrDefault(name, List.of());
    double[] sorted = figures.stream().mapToDouble(Double::doubleValue).toArray();
    Arrays.sort(sorted);
    return sorted;
  }

  private static double median(double[] sorted) {
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  /** A number with a space between thousands, as the documents write them. */
  private static String text(double figure, int digits) {
    return String.format(Locale.ROOT, "%,." + digits + "f", figure).replace(',', ' ');
  }
}
