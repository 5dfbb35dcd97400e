package dev.latticenano.edge.text;

import io.nayuki.qrcodegen.QrCode;
import java.util.ArrayList;
import java.util.List;

/**
 * A text as a QR code made of half blocks, two rows of modules a line, with the quiet zone of four
 * modules that the standard (ISO/IEC 18004) asks for. Light modules are drawn, dark ones left
 * empty: right for light text on a dark ground; inverted for dark text on a light one.
 */
public final class QrLines {
  /** Modules of the quiet zone on each side. */
  public static final int QUIET_MODULES = 4;

  private final QrCode code;

  private QrLines(QrCode code) {
    this.code = code;
  }

  /**
   * The smallest code for {@code text}, as robust as its size allows: 7 % or more may be
   * unreadable.
   */
  public static QrLines of(String text) {
    return new QrLines(QrCode.encodeText(text, QrCode.Ecc.LOW));
  }

  /** Columns that each line takes. */
  public int columns() {
    return code.size + 2 * QUIET_MODULES;
  }

  /** The lines from the top; {@code inverted} for terminals with a light ground. */
  public List<String> lines(boolean inverted) {
    List<String> lines = new ArrayList<>();
    int end = code.size + QUIET_MODULES;
    for (int y = -QUIET_MODULES; y < end; y += 2) {
      StringBuilder line = new StringBuilder();
      for (int x = -QUIET_MODULES; x < end; x++) {
        boolean upper = code.getModule(x, y) == inverted;
        boolean lower = y + 1 < end && code.getModule(x, y + 1) == inverted;
        line.append(upper ? lower ? '█' : '▀' : lower ? '▄' : ' ');
      }
      lines.add(line.toString());
    }
    return lines;
  }
}
