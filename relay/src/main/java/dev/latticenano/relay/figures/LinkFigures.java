package dev.latticenano.relay.figures;

import dev.latticenano.relay.net.LinkLoop;
import dev.latticenano.relay.net.Traffic;
import java.util.List;

/**
 * All links together.
 *
 * @param up links that are up
 * @param strangers of these, those over which nobody is proven yet
 * @param peers other relays that this one calls
 * @param waitingBytes of frames that came or went in part
 * @param traffic what has passed since the start
 */
public record LinkFigures(
    int up, int strangers, List<PeerFigures> peers, int waitingBytes, Traffic traffic) {
  /** Those of a loop, on its thread. */
  public static LinkFigures of(LinkLoop loop, List<PeerFigures> peers) {
    return new LinkFigures(
        loop.links(), loop.strangers(), peers, loop.waitingBytes(), loop.traffic().copy());
  }

  /** Other relays that this one calls, to which there is a link. */
  long peersUp() {
    return peers.stream().filter(PeerFigures::up).count();
  }
}
