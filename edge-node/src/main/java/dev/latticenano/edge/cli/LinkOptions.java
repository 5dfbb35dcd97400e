package dev.latticenano.edge.cli;

import dev.latticenano.edge.Failure;
import picocli.CommandLine.Option;

/** The options that say which link a command uses. Mixed in. */
public final class LinkOptions {
  /** Where a node listens unless told otherwise. */
  static final int PORT_DEFAULT = 7400;

  private static final int PORT_MAX = 65_535;

  @Option(
      names = "--serial",
      paramLabel = "DEVICE",
      description = "A serial line, like /dev/ttyACM0.")
  private String serial;

  @Option(
      names = "--baud",
      paramLabel = "N",
      defaultValue = "3000000",
      description = "Bits per second of the line; both ends the same. Default: ${DEFAULT-VALUE}.")
  private int baud;

  @Option(
      names = "--tcp",
      paramLabel = "HOST:PORT",
      description = "A network address; without a port " + PORT_DEFAULT + ".")
  private String tcp;

  String serial() {
    return serial;
  }

  int baud() throws Failure {
    if (baud < 300 || baud > 20_000_000) {
      throw new Failure(Failure.BAD_INPUT, "a line has 300 to 20000000 baud, not " + baud);
    }
    return baud;
  }

  boolean hasTcp() {
    return tcp != null;
  }

  String host() {
    int colon = tcp.lastIndexOf(':');
    String host = colon < 0 || tcp.endsWith("]") ? tcp : tcp.substring(0, colon);
    return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
  }

  int port() throws Failure {
    int colon = tcp.lastIndexOf(':');
    if (colon < 0 || tcp.endsWith("]")) {
      return PORT_DEFAULT;
    }
    try {
      int port = Integer.parseInt(tcp.substring(colon + 1));
      if (port >= 0 && port <= PORT_MAX) {
        return port;
      }
    } catch (NumberFormatException e) {
      // Told below, with what was typed.
    }
    throw new Failure(
        Failure.BAD_INPUT, "no port in " + tcp + "; write HOST:PORT, 0 to " + PORT_MAX);
  }
}
