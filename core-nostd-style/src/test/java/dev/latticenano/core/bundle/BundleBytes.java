package dev.latticenano.core.bundle;

import java.util.Arrays;

/** Bundles in memory. */
public final class BundleBytes implements BundleOutput {
  private byte[] bytes = {};

  /** Reads what {@link #bytes} once gave. */
  public static BundleInput input(byte[] bytes) {
    int[] at = {0};
    return (out, offset, length) -> {
      int count = Math.min(length, bytes.length - at[0]);
      System.arraycopy(bytes, at[0], out, offset, count);
      at[0] += count;
      return count == 0 ? -1 : count;
    };
  }

  @Override
  public void write(byte[] source, int offset, int length) {
    int end = bytes.length;
    bytes = Arrays.copyOf(bytes, end + length);
    System.arraycopy(source, offset, bytes, end, length);
  }

  /** All that was written. */
  public byte[] bytes() {
    return bytes;
  }
}
