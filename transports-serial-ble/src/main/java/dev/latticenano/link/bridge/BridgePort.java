package dev.latticenano.link.bridge;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * One port of a bridge: its answer to {@link BridgeRequest#PORT}.
 *
 * @param number of the port
 * @param kind what it is
 * @param present whether somebody is there; of a UART always
 * @param paused whether it is sent nothing and heard by nobody
 * @param ofNode whether it leads to the node
 * @param away whether the node is away
 * @param line its rate and framing; a rate of 0 where there is none
 * @param toNode frames that wait to go to the node
 * @param fromNode frames that wait to go out
 */
public record BridgePort(
    int number,
    Kind kind,
    boolean present,
    boolean paused,
    boolean ofNode,
    boolean away,
    LineSetting line,
    int toNode,
    int fromNode) {
  static final int BYTES = 16;

  private static final int PRESENT = 1;
  private static final int PAUSED = 2;
  private static final int OF_NODE = 4;
  private static final int AWAY = 8;

  /** What a port is. */
  public enum Kind {
    USB,
    UART,
    BLE,
    UNKNOWN
  }

  /** The port in {@code body}, an answer of the right length. */
  public static BridgePort of(byte[] body) {
    ByteBuffer in = ByteBuffer.wrap(body).order(ByteOrder.LITTLE_ENDIAN);
    int kind = in.get(1);
    int state = in.get(2);
    return new BridgePort(
        in.get(0) & 0xff,
        kind >= 0 && kind < Kind.UNKNOWN.ordinal() ? Kind.values()[kind] : Kind.UNKNOWN,
        (state & PRESENT) != 0,
        (state & PAUSED) != 0,
        (state & OF_NODE) != 0,
        (state & AWAY) != 0,
        LineSetting.read(in, 4),
        in.getShort(12) & 0xffff,
        in.getShort(14) & 0xffff);
  }
}
