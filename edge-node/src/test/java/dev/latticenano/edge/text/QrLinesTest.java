package dev.latticenano.edge.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nayuki.qrcodegen.QrCode;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Drawn QR codes, read back from their half blocks. */
class QrLinesTest {
  private static final int QUIET = QrLines.QUIET_MODULES;

  private static final List<String> FINDER =
      List.of("#######", "#     #", "# ### #", "# ### #", "# ### #", "#     #", "#######");

  /** The modules in the lines: true is dark. */
  private static boolean[][] modules(List<String> lines, boolean inverted) {
    int size = lines.get(0).length();
    boolean[][] dark = new boolean[size][size];
    for (int y = 0; y < size; y++) {
      String line = lines.get(y / 2);
      assertEquals(size, line.length());
      for (int x = 0; x < size; x++) {
        char half = line.charAt(x);
        boolean drawn = half == '█' || half == (y % 2 == 0 ? '▀' : '▄');
        dark[y][x] = drawn == inverted;
      }
    }
    return dark;
  }

  private static String cut(boolean[][] dark, int y, int x, int length) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < length; i++) {
      out.append(dark[y][x + i] ? '#' : ' ');
    }
    return out.toString();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void showsEveryModuleWithItsQuietZone(boolean inverted) {
    String token = "ubq" + "Ab3".repeat(40) + "z";
    QrCode expected = QrCode.encodeText(token, QrCode.Ecc.LOW);
    QrLines code = QrLines.of(token);
    boolean[][] dark = modules(code.lines(inverted), inverted);
    assertEquals(expected.size + 2 * QUIET, dark.length);
    assertEquals(dark.length, code.columns());
    for (int y = 0; y < dark.length; y++) {
      for (int x = 0; x < dark.length; x++) {
        assertEquals(expected.getModule(x - QUIET, y - QUIET), dark[y][x], x + " " + y);
      }
    }
  }

  @Test
  void hasAFinderPatternInThreeCorners() {
    boolean[][] dark = modules(QrLines.of("hello").lines(false), false);
    int far = dark.length - QUIET - 7;
    for (int row = 0; row < 7; row++) {
      assertEquals(FINDER.get(row), cut(dark, QUIET + row, QUIET, 7));
      assertEquals(FINDER.get(row), cut(dark, QUIET + row, far, 7));
      assertEquals(FINDER.get(row), cut(dark, far + row, QUIET, 7));
    }
  }

  @Test
  void saysWhatWasPutIn() {
    String token = "ubqEVhGTuv9XKZ1mPqfC3nTb7sYdLwR2gHj4kA5e6";
    assertEquals(token, QrReading.text(modules(QrLines.of(token).lines(false), false), QUIET));
  }

  @Test
  void aTokenFitsAnyTerminal() {
    QrLines code = QrLines.of("u".repeat(124));
    assertTrue(code.columns() <= 49 && code.lines(false).size() <= 25, code.columns() + " columns");
  }
}
