package dev.latticenano.edge.cli;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options that say which link a command uses. Mixed in. */
public final class LinkOptions {
  /** Where a node listens unless told otherwise. */
  static final int PORT_DEFAULT = 7400;

  private static final int PORT_MAX = 65_535;
  private static final int BAUD_MIN = 300;
  private static final int BAUD_MAX = 20_000_000;

  /** {@code host}, {@code host:port}, or with brackets around an address that has colons. */
  private static final Pattern ADDRESS =
      Pattern.compile("(?:\\[([^\\[\\]\\s]+)]|([^:\\[\\]\\s]+))(?::([0-9]{1,6}))?");

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

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  private String host;
  private int port = PORT_DEFAULT;

  /**
   * Checks what was typed.
   *
   * @param listens whether to listen at the address; then the port may be 0, any free one
   * @throws ParameterException it makes no sense
   */
  void check(boolean listens) {
    if (!listens && (tcp == null) == (serial == null)) {
      throw wrong("say how to reach the peer: --serial DEVICE or --tcp HOST:PORT");
    }
    if (baud < BAUD_MIN || baud > BAUD_MAX) {
      throw wrong("a line has " + BAUD_MIN + " to " + BAUD_MAX + " baud, not " + baud);
    }
    if (tcp != null) {
      Matcher parts = ADDRESS.matcher(tcp);
      int portMin = listens ? 0 : 1;
      if (!parts.matches()) {
        throw wrong("no address in " + tcp + "; write HOST:PORT, or [ADDRESS]:PORT with colons");
      }
      host = parts.group(1) == null ? parts.group(2) : parts.group(1);
      port = parts.group(3) == null ? PORT_DEFAULT : Integer.parseInt(parts.group(3));
      if (port < portMin || port > PORT_MAX) {
        throw wrong("no port in " + tcp + "; one is " + portMin + " to " + PORT_MAX);
      }
    }
  }

  private ParameterException wrong(String sentence) {
    return new ParameterException(spec.commandLine(), sentence);
  }

  String serial() {
    return serial;
  }

  int baud() {
    return baud;
  }

  boolean hasTcp() {
    return tcp != null;
  }

  /** The host typed, after {@link #check}. */
  String host() {
    return host;
  }

  /** The port typed or the usual one, after {@link #check}. */
  int port() {
    return port;
  }
}
