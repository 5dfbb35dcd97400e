package dev.latticenano.relay.net;

import dev.latticenano.core.Limits;
import dev.latticenano.core.bytes.BigEndian;
import dev.latticenano.core.noise.NoiseLink;

/**
 * How frames lie in a stream of bytes: each behind its length, four bytes, big-endian. A length of
 * 0 is a sign of life. Source: docs/links.md, link-2, link-3, link-31 and link-32.
 */
final class Wire {
  /** Bytes of the length before each frame. */
  static final int PREFIX_BYTES = 4;

  /** The longest frame, in bytes. */
  static final int FRAME_BYTES_MAX = Limits.FRAME_BYTES_MAX;

  /**
   * The longest frame of somebody who has proven nothing yet: a handshake's, or the first one
   * behind it, which offers stores; ours.
   */
  static final int STRANGER_FRAME_BYTES_MAX = 65_536 + NoiseLink.EXTRA_BYTES_MAX;

  /** How long an idle link says nothing, in ms. */
  static final long SIGN_MS = 20_000;

  /** After how long without a byte the far end is given up, in ms. */
  static final long SILENCE_MS = 65_000;

  /** The same after it was asked, in ms. */
  static final long ANSWER_MS = 26_000;

  private Wire() {}

  /** The length that a prefix announces; −1 if no frame has it. */
  static int length(byte[] in, int offset, boolean stranger) {
    int length = BigEndian.intAt(in, offset);
    int most = stranger ? STRANGER_FRAME_BYTES_MAX : FRAME_BYTES_MAX;
    return length < 0 || length > most ? -1 : length;
  }

  /** Writes the prefix of a frame of {@code length} bytes. */
  static void prefix(byte[] out, int offset, int length) {
    BigEndian.putInt(out, offset, length);
  }
}
