package dev.latticenano.link.bridge;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * Who a bridge is: its answer to {@link BridgeRequest#IDENTIFY}, docs/protocol.md §17.
 *
 * @param channel version of the control channel; this program knows 1
 * @param board what it is built of
 * @param version of the firmware, as {@code 0.1.0}
 * @param start why it started
 * @param ports bit <i>n</i> for port <i>n</i>
 * @param nodePort the port that leads to the node
 * @param build the first 32 bits of the digest over the firmware's sources
 * @param uniqueId of the board, its first byte the highest
 * @param uptimeMs modulo 2³²
 * @param frameBytesMax its longest line frame before stuffing
 * @param window what it lowers the window of a SYNC to, line frames
 * @param faulted whether a fault is recorded
 * @param starts since power came, this one included
 */
public record BridgeIdentity(
    int channel,
    Board board,
    String version,
    Start start,
    int ports,
    int nodePort,
    int build,
    long uniqueId,
    long uptimeMs,
    int frameBytesMax,
    int window,
    boolean faulted,
    long starts) {
  /** The version of the control channel that this program speaks. */
  public static final int CHANNEL = 1;

  /** Bytes of an identity. */
  public static final int BYTES = 32;

  private static final int PORTS = 8;

  /** What a bridge is built of. */
  public enum Board {
    UNKNOWN,
    PICO,
    PICO2,
    PICO2_W,
    HOST,
    QEMU
  }

  /** Why a bridge started. */
  public enum Start {
    POWER,
    REQUEST,
    WATCHDOG,
    ASSERTION,
    FAULT,
    STACK,
    UNKNOWN
  }

  /** The identity in {@code body}, an answer of the right length. */
  public static BridgeIdentity of(byte[] body) {
    ByteBuffer in = ByteBuffer.wrap(body).order(ByteOrder.LITTLE_ENDIAN);
    int board = in.get(1);
    int start = in.get(5);
    return new BridgeIdentity(
        in.get(0) & 0xff,
        board > 0 && board < Board.values().length ? Board.values()[board] : Board.UNKNOWN,
        (in.get(2) & 0xff) + "." + (in.get(3) & 0xff) + "." + (in.get(4) & 0xff),
        start >= 0 && start < Start.UNKNOWN.ordinal() ? Start.values()[start] : Start.UNKNOWN,
        in.get(6) & 0xff,
        in.get(7) & 0xff,
        in.getInt(8),
        Long.reverseBytes(in.getLong(12)),
        Integer.toUnsignedLong(in.getInt(20)),
        in.getShort(24) & 0xffff,
        in.get(26) & 0xff,
        in.get(27) != 0,
        Integer.toUnsignedLong(in.getInt(28)));
  }

  /** True if it has port {@code port}. */
  public boolean has(int port) {
    return port >= 0 && port < PORTS && (ports >>> port & 1) != 0;
  }

  /** The ports that lead elsewhere than to the node, rising. */
  public List<Integer> outerPorts() {
    List<Integer> outer = new ArrayList<>();
    for (int port = 0; port < PORTS; port++) {
      if (has(port) && port != nodePort) {
        outer.add(port);
      }
    }
    return outer;
  }

  /** Version and build, as {@code 0.1.0-a1b2c3d4}: tells one firmware from every other. */
  public String firmware() {
    return version + "-" + String.format("%08x", build);
  }

  /** The unique id, 16 hexadecimal digits. */
  public String id() {
    return String.format("%016x", uniqueId);
  }
}
