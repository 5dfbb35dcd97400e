package dev.latticenano.edge.cli;

import dev.latticenano.host.text.Address;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options that say which link a command uses. Mixed in. */
public final class LinkOptions {
  /** Where a node listens unless told otherwise. */
  static final int PORT_DEFAULT = 7400;

  private static final int BAUD_MIN = 300;
  private static final int BAUD_MAX = 20_000_000;

  @Option(
      names = "--serial",
      paramLabel = "DEVICE",
      description =
          "A serial line, like /dev/ttyACM0; of a bridge there also with the "
              + "number of one of its ports, like /dev/ttyACM0:1.")
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
    if (!listens && tcp != null && serial != null) {
      throw wrong("say how to reach the peer: --serial DEVICE or --tcp HOST:PORT");
    }
    if (baud < BAUD_MIN || baud > BAUD_MAX) {
      throw wrong("a line has " + BAUD_MIN + " to " + BAUD_MAX + " baud, not " + baud);
    }
    if (tcp != null) {
      try {
        Address address = Address.of(tcp, PORT_DEFAULT, listens ? 0 : 1);
        host = address.host();
        port = address.port();
      } catch (IllegalArgumentException e) {
        throw wrong(e.getMessage());
      }
    }
  }

  private ParameterException wrong(String sentence) {
    return new ParameterException(spec.commandLine(), sentence);
  }

  /** True if any link was named. */
  boolean any() {
    return tcp != null || serial != null;
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
