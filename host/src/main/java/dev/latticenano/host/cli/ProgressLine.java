package dev.latticenano.host.cli;

import dev.latticenano.host.Shown;
import dev.latticenano.host.text.Terminal;
import java.io.PrintWriter;

/**
 * One line on the terminal that is drawn over as work goes on; silent when output is no terminal.
 */
public final class ProgressLine implements AutoCloseable {
  private static final long REDRAW_NS = 100_000_000;
  private static final int BAR_CELLS = 24;
  private static final int ERROR_STREAM = 2;

  /** What fits on every terminal; a longer line could not be drawn over. */
  private static final int COLUMNS = 79;

  private final PrintWriter err;
  private final boolean visible;
  private long drawnAtNs;
  private int width;

  /** Draws to {@code err} if a person is watching. */
  public ProgressLine(PrintWriter err) {
    this.err = err;
    this.visible = Terminal.isBehind(ERROR_STREAM);
  }

  /** Shows {@code text}, at most ten times a second; with a bar if {@code total} is known. */
  public void show(String text, long done, long total) {
    long nowNs = System.nanoTime();
    if (!visible || nowNs - drawnAtNs < REDRAW_NS) {
      return;
    }
    drawnAtNs = nowNs;
    String line = (total > 0 ? bar(done, total) + " " : "") + Shown.of(text);
    if (line.length() > COLUMNS) {
      line = line.substring(0, COLUMNS - 1) + "…";
    }
    err.print("\r" + line + " ".repeat(Math.max(0, width - line.length())));
    err.flush();
    width = line.length();
  }

  private static String bar(long done, long total) {
    int full = (int) Math.min(BAR_CELLS, done * BAR_CELLS / total);
    return "[" + "#".repeat(full) + ".".repeat(BAR_CELLS - full) + "]";
  }

  @Override
  public void close() {
    clear();
  }

  /** Takes the line away, for a lasting one to be printed. */
  public void clear() {
    if (width > 0) {
      err.print("\r" + " ".repeat(width) + "\r");
      err.flush();
      width = 0;
    }
  }
}
