package dev.latticenano.relay.figures;

import dev.latticenano.core.intention.AuthorId;

/**
 * Another relay that this one calls.
 *
 * @param key who it is
 * @param up true while there is a link to it
 * @param awayMs for how long there has been none, since it was chosen at most; 0 while it is up
 * @param why it is away, in a few words; empty while it is up
 */
public record PeerFigures(AuthorId key, boolean up, long awayMs, String why) {
  /** The first digits of its key, by which logs and metrics call it. */
  public String name() {
    return key.shortText();
  }
}
