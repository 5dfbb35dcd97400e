package dev.latticenano.link.bridge;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * What a bridge keeps of one port for a node that is away: its answer to {@link
 * BridgeRequest#KEPT}, and what its notice says of each port.
 *
 * @param port the port's number
 * @param frames that wait to go to the node
 * @param bytes of them
 * @param ageMs age of the oldest; 0 without any
 * @param pushedOut frames that found no room, since the start
 */
public record BridgeKept(int port, int frames, long bytes, long ageMs, long pushedOut) {
  static final int BYTES = 16;

  /** What is kept as {@code body} says, an answer of the right length. */
  public static BridgeKept of(byte[] body) {
    return at(ByteBuffer.wrap(body).order(ByteOrder.LITTLE_ENDIAN), 0);
  }

  /** What is kept of each port as a notice says from {@code offset} on. */
  static List<BridgeKept> ofNotice(byte[] bytes, int offset, int length) {
    ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    List<BridgeKept> kept = new ArrayList<>();
    for (int at = offset; at + BYTES <= offset + length; at += BYTES) {
      kept.add(at(in, at));
    }
    return kept;
  }

  private static BridgeKept at(ByteBuffer in, int at) {
    return new BridgeKept(
        in.get(at) & 0xff,
        in.getShort(at + 2) & 0xffff,
        Integer.toUnsignedLong(in.getInt(at + 4)),
        Integer.toUnsignedLong(in.getInt(at + 8)),
        Integer.toUnsignedLong(in.getInt(at + 12)));
  }
}
