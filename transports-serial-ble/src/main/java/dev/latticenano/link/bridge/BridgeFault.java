package dev.latticenano.link.bridge;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Where a bridge failed: its answer to {@link BridgeRequest#FAULT}.
 *
 * @param kind why it started anew; {@link BridgeIdentity.Start#POWER} when nothing is recorded
 * @param file FNV-1a of the file's name, 0 unless an assertion failed
 * @param line of that file, 0 unless an assertion failed
 * @param counter the program counter
 * @param link the link register
 * @param uptimeMs when it was
 * @param status the processor's own word for it, or 0
 */
public record BridgeFault(
    BridgeIdentity.Start kind,
    int file,
    int line,
    int counter,
    int link,
    long uptimeMs,
    int status) {
  static final int BYTES = 32;

  /** The fault in {@code body}, an answer of the right length. */
  public static BridgeFault of(byte[] body) {
    ByteBuffer in = ByteBuffer.wrap(body).order(ByteOrder.LITTLE_ENDIAN);
    int kind = in.get(0);
    BridgeIdentity.Start[] kinds = BridgeIdentity.Start.values();
    return new BridgeFault(
        kind >= 0 && kind < kinds.length ? kinds[kind] : BridgeIdentity.Start.UNKNOWN,
        in.getInt(4),
        in.getInt(8),
        in.getInt(12),
        in.getInt(16),
        Integer.toUnsignedLong(in.getInt(20)),
        in.getInt(24));
  }

  /** True if something is recorded. */
  public boolean any() {
    return kind != BridgeIdentity.Start.POWER;
  }
}
