package dev.latticenano.relay.net;

/** Why a link is down. */
public enum Ending {
  /** The far end closed it, or it broke. */
  CLOSED,
  /** Nothing came for too long. */
  SILENT,
  /** A length that no frame has. */
  BAD_FRAME,
  /** A frame that somebody takes or brings too slowly. */
  SLOW,
  /** Nobody was proven in time, or others called while nobody was. */
  UNPROVEN,
  /** Too many bytes waited on all links together, and on this one for longest. */
  CROWDED,
  /** Who speaks over it hung up. */
  HUNG_UP,
  /** The loop ended. */
  STOPPED;

  private static final Ending[] VALUES = values();

  /** How many there are. */
  static int count() {
    return VALUES.length;
  }
}
