package dev.latticenano.core.relay;

/**
 * What the operator of a relay decided.
 *
 * @param takesClear true if stores are held, too, whose members' words are not sealed: then the
 *     relay, and whoever seizes it, can read them
 * @param bytesMax bytes that all stores may take together
 * @param memberPercent of the bytes of its tickets, how many one member may fill, 1 to 100
 */
public record RelaySettings(boolean takesClear, long bytesMax, int memberPercent) {
  /** Sealed stores only, as much as tickets promise; each member may fill all of it. */
  public static final RelaySettings DEFAULT = new RelaySettings(false, Long.MAX_VALUE, 100);

  /** Checks the ranges. */
  public RelaySettings {
    if (bytesMax < 1 || memberPercent < 1 || memberPercent > 100) {
      throw new IllegalArgumentException(bytesMax + " bytes, " + memberPercent + " percent");
    }
  }
}
