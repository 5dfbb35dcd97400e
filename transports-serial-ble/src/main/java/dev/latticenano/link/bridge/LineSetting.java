package dev.latticenano.link.bridge;

import java.nio.ByteBuffer;

/**
 * How bytes go over a UART of a bridge, within bridge-21.
 *
 * @param baud 300 to 7800000
 * @param dataBits 7 or 8
 * @param parity 0 none, 1 even, 2 odd
 * @param stopBits 1 or 2
 */
public record LineSetting(int baud, int dataBits, int parity, int stopBits) {
  /** The lowest rate, baud. */
  public static final int BAUD_MIN = 300;

  /** The highest rate, baud. */
  public static final int BAUD_MAX = 7_800_000;

  private static final String PARITIES = "NEO";

  /**
   * The setting of a text like {@code 921600} or {@code 9600,7E1}.
   *
   * @throws IllegalArgumentException with a sentence that says what is wrong
   */
  public static LineSetting of(String text) {
    String[] parts = text.split(",", -1);
    if (parts.length > 2 || !parts[0].matches("[0-9]{1,9}")) {
      throw new IllegalArgumentException("a line is set like 921600 or 9600,7E1, not like " + text);
    }
    int baud = Integer.parseInt(parts[0]);
    if (baud < BAUD_MIN || baud > BAUD_MAX) {
      throw new IllegalArgumentException(
          "a line has " + BAUD_MIN + " to " + BAUD_MAX + " baud, not " + baud);
    }
    String form = parts.length == 2 ? parts[1] : "8N1";
    if (!form.matches("[78][NEO][12]")) {
      throw new IllegalArgumentException(
          "bytes have the form 8N1: 7 or 8 bits, N, E or O, 1 or 2 stop bits; not " + form);
    }
    return new LineSetting(
        baud, form.charAt(0) - '0', PARITIES.indexOf(form.charAt(1)), form.charAt(2) - '0');
  }

  static LineSetting read(ByteBuffer in, int at) {
    return new LineSetting(in.getInt(at), in.get(at + 4), in.get(at + 5), in.get(at + 6));
  }

  void write(ByteBuffer out, int at) {
    out.putInt(at, baud);
    out.put(at + 4, (byte) dataBits);
    out.put(at + 5, (byte) parity);
    out.put(at + 6, (byte) stopBits);
  }

  /** As {@link #of} reads it: {@code 921600,8N1}. */
  @Override
  public String toString() {
    boolean known = parity >= 0 && parity < PARITIES.length();
    return Integer.toUnsignedString(baud)
        + ","
        + dataBits
        + (known ? PARITIES.charAt(parity) : '?')
        + stopBits;
  }
}
