package dev.latticenano.core.dag;

import dev.latticenano.core.bytes.LittleEndian;
import java.util.Arrays;

/**
 * The body of a log record that says with which snapshot a store begins.
 *
 * <pre>
 * 0  bytes of the notice u32 LE ‖ notice ‖ what it covers
 * </pre>
 *
 * @param notice bytes of a notice, not judged
 * @param covered what it covers (docs/snapshots.md §3)
 */
public record SettledRecord(byte[] notice, byte[] covered) {
  /** The body for the bytes of a sound notice. */
  public static byte[] body(byte[] notice, byte[] covered) {
    byte[] body = new byte[4 + notice.length + covered.length];
    LittleEndian.putInt(body, 0, notice.length);
    System.arraycopy(notice, 0, body, 4, notice.length);
    System.arraycopy(covered, 0, body, 4 + notice.length, covered.length);
    return body;
  }

  /** What {@link #body} wrote. */
  public static SettledRecord of(byte[] bytes, int offset, int length) {
    int split = offset + 4 + LittleEndian.intAt(bytes, offset);
    return new SettledRecord(
        Arrays.copyOfRange(bytes, offset + 4, split),
        Arrays.copyOfRange(bytes, split, offset + length));
  }
}
