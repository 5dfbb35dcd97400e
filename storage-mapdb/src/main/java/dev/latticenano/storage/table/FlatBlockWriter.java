package dev.latticenano.storage.table;

import dev.latticenano.core.bytes.LittleEndian;
import java.util.Arrays;

/**
 * Gathers sorted rows until no further one fits a {@link FlatBlock}, and writes that block. Which
 * bytes differ is only known at the end, so rows wait whole: at most {@value #WAITING_BYTES} bytes.
 * Allocates nothing after construction.
 */
final class FlatBlockWriter {
  private static final int WAITING_BYTES = 65_536;

  private final int width;
  private final byte[] waiting = new byte[WAITING_BYTES];
  private final boolean[] differs;
  private final boolean[] wouldDiffer;
  private int rows;
  private int packed;

  /** For rows of {@code width} bytes. */
  FlatBlockWriter(int width) {
    this.width = width;
    differs = new boolean[width];
    wouldDiffer = new boolean[width];
  }

  /** Rows waiting. */
  int rows() {
    return rows;
  }

  /** Takes a row, or returns false if it does not fit: then write the block first. */
  boolean add(byte[] row) {
    if ((rows + 1) * width > WAITING_BYTES || rows == FlatBlock.ROWS_MAX) {
      return false;
    }
    int would = packed;
    for (int i = 0; i < width && rows > 0; i++) {
      wouldDiffer[i] = differs[i] || row[i] != waiting[i];
      if (wouldDiffer[i] && !differs[i]) {
        would++;
      }
    }
    if (rowsAt() + (rows + 1) * would > FlatBlock.CRC_AT) {
      return false;
    }
    if (rows > 0) {
      System.arraycopy(wouldDiffer, 0, differs, 0, width);
    }
    packed = would;
    System.arraycopy(row, 0, waiting, rows * width, width);
    rows++;
    return true;
  }

  /** Writes a block of at least one row, all but its checksum, and is empty again. */
  void write(byte[] out) {
    Arrays.fill(out, 0, FlatBlock.BYTES, (byte) 0);
    LittleEndian.putShort(out, 0, rows);
    System.arraycopy(waiting, 0, out, FlatBlock.PATTERN_AT, width);
    for (int i = 0; i < width; i++) {
      if (differs[i]) {
        out[FlatBlock.PATTERN_AT + width + (i >>> 3)] |= (byte) (1 << (i & 7));
      }
    }
    int at = rowsAt();
    for (int row = 0; row < rows; row++) {
      for (int i = 0; i < width; i++) {
        if (differs[i]) {
          out[at++] = waiting[row * width + i];
        }
      }
    }
    Arrays.fill(differs, false);
    rows = 0;
    packed = 0;
  }

  private int rowsAt() {
    return FlatBlock.PATTERN_AT + width + (width + 7) / 8;
  }
}
