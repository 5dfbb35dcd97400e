package dev.latticenano.core.session;

import dev.latticenano.core.Limits;

/**
 * What a session must know of the link below it.
 *
 * @param frameBytes bytes a frame of intentions or of a chunk aims at, 512 to 262 144: large on a
 *     fast link (fewer disk syncs), small on a slow one (earlier acknowledgements)
 * @param retryMs after how long without an answer a message is sent again; 0 if the link itself
 *     never loses a frame while it lives
 */
public record LinkProfile(int frameBytes, long retryMs) {
  /** For a network. */
  public static final LinkProfile TCP = new LinkProfile(131_072, 0);

  /** For a fast serial line. */
  public static final LinkProfile SERIAL = new LinkProfile(16_384, 0);

  private static final int SLOW_BYTES_MIN = 8192;

  /**
   * For a serial line of {@code baud} bits per second: a frame lasts a third of a second, but is no
   * shorter than 8192 bytes, of which heads take hardly a hundredth.
   */
  public static LinkProfile serial(int baud) {
    int bytes = baud / 10 / 3;
    return new LinkProfile(Math.max(SLOW_BYTES_MIN, Math.min(bytes, SERIAL.frameBytes())), 0);
  }

  /** Checks the ranges. */
  public LinkProfile {
    if (frameBytes < 512 || frameBytes > Limits.CHUNK_BYTES_MAX || retryMs < 0) {
      throw new IllegalArgumentException(frameBytes + " bytes, " + retryMs + " ms");
    }
  }
}
