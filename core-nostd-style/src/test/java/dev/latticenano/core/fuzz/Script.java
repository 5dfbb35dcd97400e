package dev.latticenano.core.fuzz;

import java.util.Arrays;

/** A fuzzer's bytes read as a sequence of choices; behind the end all choices are 0. */
public final class Script {
  private final byte[] bytes;
  private int at;

  public Script(byte[] bytes) {
    this.bytes = bytes;
  }

  /** True if there is a choice left. */
  public boolean more() {
    return at < bytes.length;
  }

  /** A choice of 0 to {@code options} − 1, at most 256. */
  public int choose(int options) {
    return more() ? (bytes[at++] & 0xFF) % options : 0;
  }

  /** A number of 0 to 65535. */
  public int number() {
    return choose(256) << 8 | choose(256);
  }

  /** The next {@code count} bytes, fewer at the end. */
  public byte[] take(int count) {
    int from = at;
    at = Math.min(bytes.length, at + count);
    return Arrays.copyOfRange(bytes, from, at);
  }

  /** All bytes that are left. */
  public byte[] rest() {
    return take(bytes.length - at);
  }
}
