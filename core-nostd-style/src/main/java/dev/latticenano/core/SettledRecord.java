package dev.latticenano.core;

import dev.latticenano.core.bytes.LittleEndian;

/**
 * The body of a log record that says with which snapshot state begins.
 *
 * <pre>
 * 0  bytes of the notice u32 LE ‖ notice ‖ what it covers
 * </pre>
 */
final class SettledRecord {
  private SettledRecord() {}

  /** The body for the bytes of a sound notice. */
  static byte[] body(byte[] notice, byte[] covered) {
    byte[] body = new byte[4 + notice.length + covered.length];
    LittleEndian.putInt(body, 0, notice.length);
    System.arraycopy(notice, 0, body, 4, notice.length);
    System.arraycopy(covered, 0, body, 4 + notice.length, covered.length);
    return body;
  }
}
