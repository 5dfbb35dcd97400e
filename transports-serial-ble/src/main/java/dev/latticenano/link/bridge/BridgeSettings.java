package dev.latticenano.link.bridge;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * What a bridge remembers over restarts: the settings block of docs/protocol.md §17, 64 bytes.
 *
 * @param nodePort the port that leads to the node
 * @param flashRing frames for a node that is away are kept in flash too
 * @param generation how often it was written; 0 the factory's
 * @param lines of ports 1, 2 and 3
 */
public record BridgeSettings(
    int nodePort, boolean flashRing, long generation, List<LineSetting> lines) {
  static final int BYTES = 64;

  private static final int MAGIC = 'L' | 'N' << 8 | 'B' << 16 | 'S' << 24;
  private static final int VERSION = 1;
  private static final int LINES = 3;
  private static final int LINES_AT = 12;
  private static final int LINE_BYTES = 8;
  private static final int FLASH_RING_AT = LINES_AT + LINES * LINE_BYTES;
  private static final int CHECKSUM_AT = BYTES - 4;

  public BridgeSettings {
    if (lines.size() != LINES) {
      throw new IllegalArgumentException(lines.size() + " lines, not " + LINES);
    }
    lines = List.copyOf(lines);
  }

  /** The settings in {@code block}; null if it is damaged or of another version. */
  public static BridgeSettings of(byte[] block) {
    ByteBuffer in = ByteBuffer.wrap(block).order(ByteOrder.LITTLE_ENDIAN);
    boolean sound =
        block.length == BYTES
            && in.getInt(0) == MAGIC
            && in.get(4) == VERSION
            && in.get(FLASH_RING_AT) >>> 1 == 0
            && in.getInt(CHECKSUM_AT) == checksum(block);
    if (!sound) {
      return null;
    }
    List<LineSetting> lines = new ArrayList<>();
    for (int i = 0; i < LINES; i++) {
      lines.add(LineSetting.read(in, LINES_AT + i * LINE_BYTES));
    }
    return new BridgeSettings(
        in.get(5) & 0xff, in.get(FLASH_RING_AT) == 1, Integer.toUnsignedLong(in.getInt(8)), lines);
  }

  /** The block of these settings, with its checksum. */
  public byte[] block() {
    ByteBuffer out = ByteBuffer.allocate(BYTES).order(ByteOrder.LITTLE_ENDIAN);
    out.putInt(0, MAGIC).put(4, (byte) VERSION).put(5, (byte) nodePort);
    out.putInt(8, (int) generation);
    for (int i = 0; i < LINES; i++) {
      lines.get(i).write(out, LINES_AT + i * LINE_BYTES);
    }
    out.put(FLASH_RING_AT, (byte) (flashRing ? 1 : 0));
    return out.putInt(CHECKSUM_AT, checksum(out.array())).array();
  }

  /** The same with another node's port. */
  public BridgeSettings withNodePort(int port) {
    return new BridgeSettings(port, flashRing, generation, lines);
  }

  /** The same with the ring in flash, or without. */
  public BridgeSettings withFlashRing(boolean on) {
    return new BridgeSettings(nodePort, on, generation, lines);
  }

  /** The same with another line at {@code port} 1 to 3. */
  public BridgeSettings withLine(int port, LineSetting line) {
    List<LineSetting> changed = new ArrayList<>(lines);
    changed.set(port - 1, line);
    return new BridgeSettings(nodePort, flashRing, generation, changed);
  }

  private static int checksum(byte[] block) {
    CRC32C crc = new CRC32C();
    crc.update(block, 0, CHECKSUM_AT);
    return (int) crc.getValue();
  }
}
