package dev.latticenano.core.bytes;

/**
 * The lengths of PADMÉ, to which secrets are padded so that there are few lengths: one keeps as
 * many leading bits as its own length in bits has bits, and is rounded up behind them, by at most
 * one part in sixteen. Source: Nikitin et al., "Reducing Metadata Leakage from Encrypted Files and
 * Communication with PURBs", §4. Allocates nothing.
 */
public final class Ladder {
  private Ladder() {}

  /** The least length of the ladder that is {@code length} or more, but not below {@code floor}. */
  public static int of(int length, int floor) {
    if (length <= floor) {
      return floor;
    }
    int exponent = 31 - Integer.numberOfLeadingZeros(length);
    int kept = 32 - Integer.numberOfLeadingZeros(exponent);
    int mask = (1 << (exponent - kept)) - 1;
    return Math.addExact(length, mask) & ~mask;
  }
}
