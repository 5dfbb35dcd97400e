package dev.latticenano.edge.bridge;

import dev.latticenano.host.Failure;
import dev.latticenano.link.BridgeAnswer;
import dev.latticenano.link.LinkException;
import dev.latticenano.link.Trunk;
import dev.latticenano.link.bridge.BridgeCounters;
import dev.latticenano.link.bridge.BridgeFault;
import dev.latticenano.link.bridge.BridgeIdentity;
import dev.latticenano.link.bridge.BridgeKept;
import dev.latticenano.link.bridge.BridgePort;
import dev.latticenano.link.bridge.BridgeRequest;
import dev.latticenano.link.bridge.BridgeSettings;
import dev.latticenano.link.bridge.BridgeVerdict;
import dev.latticenano.link.bridge.ControlChannel;
import dev.latticenano.link.bridge.LineSetting;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/** A bridge that was opened and has said who it is; every refusal becomes one sentence. */
public final class OpenBridge implements AutoCloseable {
  private static final byte[] NOTHING = {};
  private static final int PORTS = 8;

  private final Trunk trunk;
  private final BridgeIdentity identity;

  private OpenBridge(Trunk trunk, BridgeIdentity identity) {
    this.trunk = trunk;
    this.identity = identity;
  }

  /** Opens a device and asks who is there, for about two seconds. */
  public static OpenBridge open(String device, int baud) throws Failure {
    try {
      Trunk trunk = Trunk.open(device, baud);
      try {
        return of(trunk);
      } catch (Failure e) {
        trunk.close();
        throw e;
      }
    } catch (LinkException e) {
      throw new Failure(Failure.LINK, e.getMessage(), e);
    }
  }

  /** The bridge at the other end of an opened device, which stays the caller's on failure. */
  public static OpenBridge of(Trunk trunk) throws Failure {
    BridgeIdentity who;
    try {
      who = trunk.identify(ControlChannel.ATTEMPTS);
    } catch (LinkException e) {
      throw new Failure(Failure.LINK, e.getMessage(), e);
    }
    if (who == null) {
      throw new Failure(
          Failure.LINK,
          "nobody at "
              + trunk.name()
              + " answers as a bridge; is it one, and does its node's line lead here?");
    }
    if (who.channel() != BridgeIdentity.CHANNEL) {
      throw new Failure(
          Failure.FAILED,
          "the bridge at "
              + trunk.name()
              + " speaks version "
              + who.channel()
              + " of its control channel, and this program version "
              + BridgeIdentity.CHANNEL
              + "; update the older of the two");
    }
    return new OpenBridge(trunk, who);
  }

  /** Who it was when it was opened. */
  public BridgeIdentity identity() {
    return identity;
  }

  public Trunk trunk() {
    return trunk;
  }

  /** The body of its answer to a request with a body of single bytes. */
  public byte[] ask(BridgeRequest request, int... body) throws Failure {
    byte[] bytes = new byte[body.length];
    for (int i = 0; i < body.length; i++) {
      bytes[i] = (byte) body[i];
    }
    return ask(request, bytes);
  }

  /** The body of its answer. */
  public byte[] ask(BridgeRequest request, byte[] body) throws Failure {
    BridgeAnswer answer;
    try {
      answer = trunk.ask(request, body, ControlChannel.ATTEMPTS);
    } catch (LinkException e) {
      throw new Failure(Failure.LINK, e.getMessage(), e);
    }
    if (answer == null) {
      throw new Failure(
          Failure.LINK, "the bridge at " + trunk.name() + " does not answer any more");
    }
    if (answer.verdict() != BridgeVerdict.DONE) {
      String words = request.name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
      throw new Failure(
          code(answer.verdict()),
          "the bridge at "
              + trunk.name()
              + " refused '"
              + words
              + "': "
              + answer.verdict().sentence());
    }
    return answer.body();
  }

  private static int code(BridgeVerdict verdict) {
    return switch (verdict) {
      case NO_SUCH_PORT -> Failure.NOT_FOUND;
      case OUT_OF_RANGE, BAD_SETTINGS -> Failure.BAD_INPUT;
      case NOT_STORED -> Failure.DISK;
      case DONE, UNKNOWN_REQUEST, MALFORMED, NOT_HERE -> Failure.FAILED;
    };
  }

  /** Its ports, rising. */
  public List<BridgePort> ports() throws Failure {
    List<BridgePort> ports = new ArrayList<>();
    for (int port = 0; port < PORTS; port++) {
      if (identity.has(port)) {
        ports.add(port(port));
      }
    }
    return ports;
  }

  public BridgePort port(int port) throws Failure {
    return BridgePort.of(ask(BridgeRequest.PORT, port));
  }

  public BridgeCounters counters(int port) throws Failure {
    return BridgeCounters.of(ask(BridgeRequest.COUNTERS, port));
  }

  public BridgeKept kept(int port) throws Failure {
    return BridgeKept.of(ask(BridgeRequest.KEPT, port));
  }

  public BridgeFault fault() throws Failure {
    return BridgeFault.of(ask(BridgeRequest.FAULT, NOTHING));
  }

  public BridgeSettings settings() throws Failure {
    BridgeSettings settings = BridgeSettings.of(ask(BridgeRequest.SETTINGS, NOTHING));
    if (settings == null) {
      throw new Failure(
          Failure.FAILED, "the bridge at " + trunk.name() + " sends settings that are damaged");
    }
    return settings;
  }

  /** Stores settings and returns their generation. */
  public long store(BridgeSettings settings) throws Failure {
    return number(ask(BridgeRequest.SET, settings.block()));
  }

  /** Sets a UART until the restart and returns the rate that the board makes of it. */
  public long line(int port, LineSetting line) throws Failure {
    ByteBuffer body = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
    body.put((byte) port).putInt(line.baud());
    body.put((byte) line.dataBits()).put((byte) line.parity()).put((byte) line.stopBits());
    return number(ask(BridgeRequest.LINE, body.array()));
  }

  private static long number(byte[] body) {
    return Integer.toUnsignedLong(ByteBuffer.wrap(body).order(ByteOrder.LITTLE_ENDIAN).getInt());
  }

  @Override
  public void close() {
    trunk.close();
  }
}
