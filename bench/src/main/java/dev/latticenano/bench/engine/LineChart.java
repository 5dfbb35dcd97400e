package dev.latticenano.bench.engine;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * A small chart of one figure as something grows, as a part of an SVG picture. Both axes begin at
 * 0. Greys and colours of middle brightness: it can be read on white and on black.
 *
 * @param title the figure and its unit
 * @param axis what x counts
 * @param lines one or two; the second is drawn dashed
 */
public record LineChart(String title, String axis, List<Line> lines) {
  /** Width of a chart with its labels, in pixels. */
  static final int WIDTH = 330;

  /** Height of a chart with its labels, in pixels. */
  static final int HEIGHT = 215;

  private static final int LEFT = 62;
  private static final int TOP = 26;
  private static final int PLOT_WIDTH = WIDTH - LEFT - 24;
  private static final int PLOT_HEIGHT = HEIGHT - TOP - 44;
  private static final int TICKS_MOST = 5;
  private static final String GREY = "#767676";
  private static final String[] COLOURS = {"#2f7fc1", "#c0622d"};

  /**
   * Points that belong together, by rising x.
   *
   * @param name what tells it from the chart's other line
   * @param x in the unit of the axis
   * @param y in the chart's unit
   */
  public record Line(String name, double[] x, double[] y) {}

  /** Adds this chart to a picture, its upper left corner at (left, top). */
  void draw(StringBuilder out, int left, int top) {
    double mostX = most(lines.stream().flatMapToDouble(line -> Arrays.stream(line.x())).toArray());
    double mostY = most(lines.stream().flatMapToDouble(line -> Arrays.stream(line.y())).toArray());
    double stepX = step(mostX);
    double stepY = step(mostY);
    double endX = stepX * Math.ceil(mostX / stepX - 1e-9);
    double endY = stepY * Math.ceil(mostY / stepY - 1e-9);
    out.append(text("<g transform=\"translate(%d %d)\">%n", left, top));
    out.append(
        text("<text x=\"%d\" y=\"14\" font-weight=\"bold\">%s</text>%n", LEFT, escaped(title)));
    for (int i = 0; i * stepY < endY + stepY / 2; i++) {
      double y = TOP + PLOT_HEIGHT * (1 - i * stepY / endY);
      rule(out, LEFT, y, LEFT + PLOT_WIDTH, y, i == 0 ? 1 : 0.3);
      label(out, LEFT - 6, y + 4, "end", number(i * stepY, stepY));
    }
    for (int i = 0; i * stepX < endX + stepX / 2; i++) {
      double x = LEFT + PLOT_WIDTH * i * stepX / endX;
      rule(out, x, TOP + PLOT_HEIGHT, x, TOP + PLOT_HEIGHT + 4, 1);
      label(out, x, TOP + PLOT_HEIGHT + 17, "middle", number(i * stepX, stepX));
    }
    label(out, LEFT + PLOT_WIDTH / 2.0, TOP + PLOT_HEIGHT + 33, "middle", axis);
    for (int i = 0; i < lines.size(); i++) {
      draw(out, i, endX, endY);
    }
    if (lines.size() > 1) {
      nameLines(out);
    }
    out.append(text("</g>%n"));
  }

  /** The names of the lines in their colours, at the right of the title. */
  private void nameLines(StringBuilder out) {
    out.append(text("<text x=\"%d\" y=\"14\" text-anchor=\"end\">", LEFT + PLOT_WIDTH));
    for (int i = 0; i < lines.size(); i++) {
      String name = (i == 0 ? "" : ", ") + escaped(lines.get(i).name());
      out.append(text("<tspan fill=\"%s\">%s</tspan>", COLOURS[i], name));
    }
    out.append(text("</text>%n"));
  }

  private void draw(StringBuilder out, int index, double endX, double endY) {
    Line line = lines.get(index);
    StringBuilder points = new StringBuilder();
    StringBuilder dots = new StringBuilder();
    for (int i = 0; i < line.x().length; i++) {
      double x = LEFT + PLOT_WIDTH * line.x()[i] / endX;
      double y = TOP + PLOT_HEIGHT * (1 - line.y()[i] / endY);
      points.append(text("%s%.1f,%.1f", i == 0 ? "" : " ", x, y));
      dots.append(text("<circle cx=\"%.1f\" cy=\"%.1f\" r=\"1.6\"/>", x, y));
    }
    out.append(
        text(
            "<polyline fill=\"none\" stroke=\"%s\" stroke-width=\"1.5\"%s points=\"%s\"/>%n",
            COLOURS[index], index == 0 ? "" : " stroke-dasharray=\"5 3\"", points));
    out.append(text("<g fill=\"%s\">%s</g>%n", COLOURS[index], dots));
  }

  private static void rule(
      StringBuilder out, double x1, double y1, double x2, double y2, double opacity) {
    out.append(
        text(
            "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"%s\""
                + " stroke-opacity=\"%.1f\"/>%n",
            x1, y1, x2, y2, GREY, opacity));
  }

  private static void label(StringBuilder out, double x, double y, String anchor, String what) {
    out.append(
        text(
            "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>%n",
            x, y, anchor, escaped(what)));
  }

  private static double most(double[] of) {
    return Arrays.stream(of).max().orElse(1);
  }

  /** The least of 1, 2 and 5 times a power of ten with which so much has few steps. */
  private static double step(double most) {
    double step = Math.pow(10, Math.floor(Math.log10(Math.max(most, 1e-6))) - 1);
    for (int i = 0; most / step > TICKS_MOST; i++) {
      step *= i % 3 == 1 ? 2.5 : 2;
    }
    return step;
  }

  private static String number(double value, double step) {
    int digits = (int) Math.max(0, Math.ceil(-Math.log10(step) - 1e-9));
    return text("%,." + digits + "f", value).replace(',', ' ');
  }

  private static String escaped(String what) {
    return what.replace("&", "&amp;").replace("<", "&lt;");
  }

  private static String text(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
