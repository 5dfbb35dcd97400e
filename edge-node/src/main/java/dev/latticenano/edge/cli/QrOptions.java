package dev.latticenano.edge.cli;

import dev.latticenano.edge.text.QrLines;
import dev.latticenano.host.text.Terminal;
import java.io.PrintWriter;
import picocli.CommandLine.Option;

/** The options that have a text shown as a QR code. Mixed in. */
public final class QrOptions {
  @Option(names = "--qr", description = "Show it as a QR code for a camera, too.")
  private boolean wanted;

  @Option(
      names = "--invert",
      description = "With --qr: for terminals that write dark on a light ground.")
  private boolean inverted;

  /** Prints the code of {@code text} if it is wanted and fits. */
  void print(PrintWriter out, PrintWriter err, String text) {
    print(out, err, text, Terminal.columns());
  }

  /** As above, on a terminal of {@code columns}. */
  void print(PrintWriter out, PrintWriter err, String text, int columns) {
    if (!wanted && !inverted) {
      return;
    }
    QrLines code = QrLines.of(text);
    if (code.columns() > columns) {
      err.println(
          "lattice: the QR code needs "
              + code.columns()
              + " columns and the terminal has "
              + columns
              + "; widen it, or hand the text over");
      return;
    }
    code.lines(inverted).forEach(out::println);
  }
}
