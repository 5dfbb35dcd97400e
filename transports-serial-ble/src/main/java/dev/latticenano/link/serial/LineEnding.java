package dev.latticenano.link.serial;

/** Why a connection is over. */
public enum LineEnding {
  /** It is not. */
  NONE,
  /** This end said good-bye. */
  LEFT,
  /** The far end said good-bye. */
  PEER_LEFT,
  /** The far end has begun a new connection. */
  PEER_RESTARTED,
  /** Nothing was heard for too long. */
  SILENCE
}
