package dev.latticenano.core.reconcile;

import dev.latticenano.core.Limits;

/**
 * How much one reconciliation may take, and which of two closing rules it follows.
 *
 * @param frameBytesMax bytes of a message sent, at least {@link Limits#RECONCILE_FRAME_BYTES_MIN};
 *     0: messages become as long as they need to
 * @param bytesMax bytes of a message received
 * @param rangesMax ranges of a message received
 * @param roundsMax messages received
 * @param compat whether to close a full message exactly as the first implementation does, which can
 *     lose differences (docs/reconcile.md §5); else as we do
 */
public record Caps(int frameBytesMax, int bytesMax, int rangesMax, int roundsMax, boolean compat) {
  /** Checks the numbers. */
  public Caps {
    if (frameBytesMax != 0 && frameBytesMax < Limits.RECONCILE_FRAME_BYTES_MIN) {
      throw new IllegalArgumentException(
          "frameBytesMax " + frameBytesMax + " below " + Limits.RECONCILE_FRAME_BYTES_MIN);
    }
    if (bytesMax < 1 || rangesMax < 1 || roundsMax < 1) {
      throw new IllegalArgumentException(
          "bytesMax " + bytesMax + ", rangesMax " + rangesMax + ", roundsMax " + roundsMax);
    }
  }

  /** What suits a session: messages of at most {@code frameBytesMax}, the limits, our closing. */
  public static Caps ofFrames(int frameBytesMax) {
    return new Caps(
        frameBytesMax,
        Limits.FRAME_BYTES_MAX,
        Limits.RECONCILE_RANGES_MAX,
        Limits.RECONCILE_ROUNDS_MAX,
        false);
  }

  /** The same with the closing of the first implementation. */
  public Caps compatible() {
    return new Caps(frameBytesMax, bytesMax, rangesMax, roundsMax, true);
  }
}
