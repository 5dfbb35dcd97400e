package dev.latticenano.bench.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Charts in rows of three with a caption below, as one SVG file that needs nothing else. */
public final class SoakPicture {
  private static final int COLUMNS = 3;
  private static final int CAPTION_HEIGHT = 22;

  private final List<LineChart> charts = new ArrayList<>();
  private final String axis;

  /** None yet; {@code axis} says what x counts in all of them. */
  public SoakPicture(String axis) {
    this.axis = axis;
  }

  /** Adds a chart. */
  public SoakPicture chart(String title, LineChart.Line... lines) {
    charts.add(new LineChart(title, axis, List.of(lines)));
    return this;
  }

  /** Writes the picture; the caption is one line for each element. */
  public void write(Path file, List<String> caption) throws IOException {
    int rows = (charts.size() + COLUMNS - 1) / COLUMNS;
    int width = COLUMNS * LineChart.WIDTH;
    int height = rows * LineChart.HEIGHT + (caption.size() + 1) * CAPTION_HEIGHT;
    StringBuilder out = new StringBuilder();
    out.append(
        String.format(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\""
                + " height=\"%d\" font-family=\"sans-serif\" font-size=\"12\" fill=\"#767676\">%n",
            width, height, width, height));
    out.append(String.format("<title>%s</title>%n", caption.get(0)));
    for (int i = 0; i < charts.size(); i++) {
      charts.get(i).draw(out, i % COLUMNS * LineChart.WIDTH, i / COLUMNS * LineChart.HEIGHT);
    }
    for (int i = 0; i < caption.size(); i++) {
      out.append(
          String.format(
              "<text x=\"14\" y=\"%d\">%s</text>%n",
              rows * LineChart.HEIGHT + (i + 1) * CAPTION_HEIGHT, caption.get(i)));
    }
    Files.writeString(file, out.append("</svg>").append(System.lineSeparator()));
  }
}
