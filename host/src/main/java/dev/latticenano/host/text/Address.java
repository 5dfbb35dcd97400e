package dev.latticenano.host.text;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A place in a network, as it is typed: {@code host}, {@code host:port}, or with brackets around an
 * address that has colons.
 *
 * @param port 0 to 65535; 0: any free one
 */
public record Address(String host, int port) {
  /** No port is usual: one must be typed. */
  public static final int NO_PORT = -1;

  private static final int PORT_MAX = 65_535;
  private static final Pattern FORM =
      Pattern.compile("(?:\\[([^\\[\\]\\s]+)]|([^:\\[\\]\\s]+))(?::([0-9]{1,6}))?");

  /**
   * Reads what was typed.
   *
   * @param usualPort the port if none is typed
   * @throws IllegalArgumentException it makes no sense; one sentence
   */
  public static Address of(String text, int usualPort, int portMin) {
    Matcher parts = FORM.matcher(text);
    if (!parts.matches()) {
      throw new IllegalArgumentException(
          (text.isEmpty() ? "no address is given" : "no address in " + text)
              + "; write HOST:PORT, or [ADDRESS]:PORT with colons");
    }
    String host = parts.group(1) == null ? parts.group(2) : parts.group(1);
    int port = parts.group(3) == null ? usualPort : Integer.parseInt(parts.group(3));
    if (port < portMin || port > PORT_MAX) {
      throw new IllegalArgumentException(
          "no port in " + text + "; one is " + portMin + " to " + PORT_MAX);
    }
    return new Address(host, port);
  }

  /** The same host at another port. */
  public Address withPort(int newPort) {
    return new Address(host, newPort);
  }

  @Override
  public String toString() {
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
  }
}
