package dev.latticenano.bench.engine;

import java.util.Arrays;

/** Counts the rows of a scan and those that are out of order or carry a wrong value. */
final class ScanCheck implements Engine.Rows {
  private final boolean ordered;
  private final boolean values;
  private final byte[] last = new byte[Records.KEY_BYTES];
  private int lastLength;
  private int rows;
  private int faults;

  ScanCheck(boolean ordered, boolean values) {
    this.ordered = ordered;
    this.values = values;
  }

  @Override
  public void row(byte[] key, int keyLength, byte[] value, int valueOffset) {
    if (ordered && Arrays.compareUnsigned(last, 0, lastLength, key, 0, keyLength) >= 0) {
      faults++;
    }
    if (values && !Records.isValue(key, value, valueOffset)) {
      faults++;
    }
    System.arraycopy(key, 0, last, 0, keyLength);
    lastLength = keyLength;
    rows++;
  }

  int rows() {
    return rows;
  }

  int faults() {
    return faults;
  }
}
