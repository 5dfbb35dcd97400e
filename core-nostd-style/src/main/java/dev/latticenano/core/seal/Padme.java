package dev.latticenano.core.seal;

import dev.latticenano.core.bytes.Ladder;

/**
 * The lengths that sealed ops are padded to: PADMÉ, from {@link #FLOOR_BYTES} up. A length keeps as
 * many leading bits as its own length in bits has bits, and is rounded up behind them; so there are
 * few lengths, and padding costs at most one part in sixteen.
 *
 * <pre>
 * ops ‖ 80 ‖ zeros to the next length of the ladder
 * </pre>
 *
 * The last byte that is not zero is the mark, so padding comes off exactly whatever the ops are.
 * Source: Nikitin et al., "Reducing Metadata Leakage from Encrypted Files and Communication with
 * PURBs", §4; docs/protocol.md §8.1. Allocates nothing.
 */
public final class Padme {
  /** The least length, in bytes; shorter ops look alike. */
  public static final int FLOOR_BYTES = 256;

  /** The byte behind the ops. */
  static final int MARK = 0x80;

  private Padme() {}

  /** The least length of the ladder that is {@code length} or more. */
  public static int ladder(int length) {
    return Ladder.of(length, FLOOR_BYTES);
  }

  /** Bytes of {@code length} bytes of ops with their padding. */
  static int paddedBytes(int length) {
    return ladder(length + 1);
  }

  /** Writes the padding behind {@code length} bytes that stand at {@code bytes[offset]}. */
  static void pad(byte[] bytes, int offset, int length) {
    int end = offset + paddedBytes(length);
    bytes[offset + length] = (byte) MARK;
    for (int i = offset + length + 1; i < end; i++) {
      bytes[i] = 0;
    }
  }

  /**
   * Bytes of the ops in {@code length} padded bytes; −1 if that is not how they would be padded.
   */
  static int strip(byte[] bytes, int offset, int length) {
    int last = offset + length - 1;
    while (last >= offset && bytes[last] == 0) {
      last--;
    }
    boolean marked = last >= offset && bytes[last] == (byte) MARK;
    return marked && paddedBytes(last - offset) == length ? last - offset : -1;
  }
}
