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
    String least = text(sorted[0], column.digits());
    String most = text(sorted[sorted.length - 1], column.digits());
    if (!least.equals(most)) {
      out.append(" (").append(least).append(" to ").append(most).append(')');
    }
    double ratio = ratio(engine, column.name());
    if (engine != engines.get(0) && ratio > 0) {
      out.append(String.format(Locale.ROOT, ", **%.3g ×**", ratio));
    }
    return out.toString();
  }

  /**
   * Median over the rounds of a figure ÷ the first engine's in the same round; 0: there is none.
   */
  private double ratio(EngineKind engine, String name) {
    List<Double> own = figures(engine, name);
    List<Double> first = figures(engines.get(0), name);
    double[] ratios = new double[Math.min(own.size(), first.size())];
    for (int i = 0; i < ratios.length; i++) {
      ratios[i] = first.get(i) > 0 ? own.get(i) / first.get(i) : 0;
    }
    Arrays.sort(ratios);
    return ratios.length == 0 ? 0 : median(ratios);
  }

  private double[] sorted(EngineKind engine, String name) {
    double[] sorted = figures(engine, name).stream().mapToDouble(Double::doubleValue).toArray();
    Arrays.sort(sorted);
    return sorted;
  }

  private List<Double> figures(EngineKind engine, String name) {
    return measured.get(engine).getOrDefault(name, List.of());
  }

  private static double median(double[] sorted) {
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  /** A number of three digits or, if it is small, so many behind the point. */
  private static String text(double figure, int digits) {
    double unit = Math.pow(10, Math.max(0, Math.floor(Math.log10(Math.max(1, figure))) - 2));
    double rounded = digits > 0 ? figure : Math.round(figure / unit) * unit;
    return String.format(Locale.ROOT, "%,." + digits + "f", rounded).replace(',', ' ');
  }
}
