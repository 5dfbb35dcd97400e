package dev.latticenano.host.text;

/**
 * A place of the network that may be called, of the text {@code host:port}; brackets around a host
 * with colons are left out here.
 *
 * @param port 1 to 65535
 */
public record NetworkPlace(String host, int port) {
  private static final int PORT_MAX = 65_535;

  /** The place of a text; null if it is none, as of a serial device. */
  public static NetworkPlace of(String text) {
    int colon = text.lastIndexOf(':');
    String digits = text.substring(colon + 1);
    if (colon <= 0 || text.startsWith("/") || !digits.matches("[0-9]{1,5}")) {
      return null;
    }
    String host = text.substring(0, colon);
    if (host.startsWith("[") && host.endsWith("]")) {
      host = host.substring(1, host.length() - 1);
    }
    int port = Integer.parseInt(digits);
    boolean sound = host.matches("[^\\[\\]\\s/]+") && port > 0 && port <= PORT_MAX;
    return sound ? new NetworkPlace(host, port) : null;
  }

  /** True if whoever calls there stays on its own machine. */
  public boolean isOwnMachine() {
    return host.equals("localhost") || host.startsWith("127.") || host.equals("::1");
  }

  /** As lists of places name it. */
  public String key() {
    return host + ":" + port;
  }

  @Override
  public String toString() {
    return host.contains(":") ? "[" + host + "]:" + port : key();
  }
}
