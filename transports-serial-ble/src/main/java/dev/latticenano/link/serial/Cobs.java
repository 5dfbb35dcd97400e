package dev.latticenano.link.serial;

/**
 * Consistent overhead byte stuffing: any bytes without the byte 0, which is then free to mark the
 * end.
 *
 * <pre>
 * +------+-- code-1 bytes, none 0 --+------+-- code-1 bytes, none 0 --+ ...
 * | code |                          | code |                          |
 * +------+--------------------------+------+--------------------------+ ...
 * </pre>
 *
 * <p>A code below 255 stands for its bytes and a 0 after them, except at the end; 255 stands for
 * 254 bytes and nothing after them. Source: Cheshire and Baker, 1997; docs/links.md, link-8.
 */
public final class Cobs {
  /** The end of every line frame; never inside one. */
  public static final byte DELIMITER = 0;

  private static final int CODE_MAX = 0xff;

  private Cobs() {}

  /** Bytes that {@code length} bytes need at most, without the delimiter. */
  public static int encodedBytesMax(int length) {
    return length + 1 + length / (CODE_MAX - 1);
  }

  /**
   * Writes {@code length} bytes of {@code in} to {@code out} without zeros and returns how many
   * bytes that took.
   *
   * <p>{@code out} has {@link #encodedBytesMax} bytes of room and is not {@code in}.
   */
  public static int encode(byte[] in, int offset, int length, byte[] out, int outOffset) {
    int codeAt = outOffset;
    int at = outOffset + 1;
    int code = 1;
    for (int i = offset; i < offset + length; i++) {
      if (code == CODE_MAX) {
        out[codeAt] = (byte) code;
        codeAt = at++;
        code = 1;
      }
      if (in[i] == DELIMITER) {
        out[codeAt] = (byte) code;
        codeAt = at++;
        code = 1;
      } else {
        out[at++] = in[i];
        code++;
      }
    }
    out[codeAt] = (byte) code;
    return at - outOffset;
  }

  /**
   * Turns encoded bytes (without the delimiter) back in place and returns how many there are, or -1
   * when a code points beyond the end or a 0 stands inside.
   */
  public static int decode(byte[] bytes, int offset, int length) {
    int end = offset + length;
    int at = offset;
    int to = offset;
    while (at < end) {
      int code = bytes[at++] & 0xff;
      int next = at + code - 1;
      if (code == 0 || next > end) {
        return -1;
      }
      while (at < next) {
        byte b = bytes[at++];
        if (b == DELIMITER) {
          return -1;
        }
        bytes[to++] = b;
      }
      if (code < CODE_MAX && at < end) {
        bytes[to++] = DELIMITER;
      }
    }
    return to - offset;
  }
}
