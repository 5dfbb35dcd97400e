package dev.latticenano.relay.figures;

import dev.latticenano.relay.net.LinkLoop;
import dev.latticenano.relay.net.Traffic;

/**
 * All links together.
 *
 * @param up links that are up
 * @param strangers of these, those over which nobody is proven yet
 * @param peersUp other relays that this one calls, to which there is a link
 * @param waitingBytes of frames that came or went in part
 * @param traffic what has passed since the start
 */
public record LinkFigures(int up, int strangers, int peersUp, int waitingBytes, Traffic traffic) {
  /** Those of a loop, on its thread. */
  public static LinkFigures of(LinkLoop loop, int peersUp) {
    return new LinkFigures(
        loop.links(), loop.strangers(), peersUp, loop.waitingBytes(), loop.traffic().copy());
  }
}
