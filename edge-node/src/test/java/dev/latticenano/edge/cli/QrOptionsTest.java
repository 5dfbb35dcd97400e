package dev.latticenano.edge.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** A token as a QR code, or why not. */
class QrOptionsTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private void print(int columns, String... options) {
    CommandLine.populateCommand(new QrOptions(), options)
        .print(new PrintWriter(out), new PrintWriter(err), "ubq" + "A".repeat(121), columns);
  }

  @Test
  void printsNothingUnlessAsked() {
    print(80);
    assertEquals("", out.toString() + err);
  }

  @Test
  void printsTheCodeWhereItJustFits() {
    print(49, "--qr");
    List<String> lines = out.toString().lines().toList();
    assertEquals(25, lines.size());
    assertTrue(lines.stream().allMatch(line -> line.length() == 49), out::toString);
    assertEquals("", err.toString());
  }

  @Test
  void saysThatTheTerminalIsTooNarrow() {
    print(48, "--qr");
    assertEquals("", out.toString());
    assertEquals(
        "lattice: the QR code needs 49 columns and the terminal has 48;"
            + " widen it, or hand the text over\n",
        err.toString());
  }

  @Test
  void invertsForALightGround() {
    print(80, "--qr", "--invert");
    assertTrue(out.toString().startsWith(" ".repeat(49)), out::toString);
  }
}
