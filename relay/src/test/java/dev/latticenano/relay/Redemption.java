package dev.latticenano.relay;

import dev.latticenano.core.Node;
import dev.latticenano.core.Verdict;
import dev.latticenano.core.relay.Manifest;
import dev.latticenano.core.relay.RelayErrands;
import dev.latticenano.core.relay.Ticket;
import dev.latticenano.core.session.Errands;
import dev.latticenano.core.session.LinkProfile;
import dev.latticenano.link.Link;
import dev.latticenano.link.TcpLink;

/** Brings a manifest, with a ticket or without, to a relay over TCP, and hears the answer. */
final class Redemption {
  private static final int LINK = 900;
  private static final long WAIT_MS = 20_000;

  private Redemption() {}

  /** What the relay that listens there says to it. */
  static Verdict at(int port, Node node, Manifest manifest, Ticket ticket) throws Exception {
    RelayErrands errands = new RelayErrands();
    errands.redeem(manifest, ticket);
    node.doors().errands((link, peer) -> errands);
    byte[] frame = new byte[Link.FRAME_BYTES_MAX];
    long untilMs = System.currentTimeMillis() + WAIT_MS;
    try (TcpLink link = TcpLink.connect("127.0.0.1", port, 5000)) {
      node.doors().open(LINK, LinkProfile.TCP, true, null);
      while (errands.answer() == null && System.currentTimeMillis() < untilMs) {
        long nowMs = System.currentTimeMillis();
        int length = node.transmit(LINK, frame, 0, nowMs);
        while (length > 0) {
          link.send(frame, 0, length);
          length = node.transmit(LINK, frame, 0, nowMs);
        }
        int got = link.receive(frame, 0, 20);
        if (got > 0) {
          node.receive(LINK, frame, 0, got, System.currentTimeMillis());
        } else {
          node.tick(System.currentTimeMillis());
        }
        while (node.pollEvent() != null) {
          continue;
        }
      }
    } finally {
      node.unlink(LINK);
      node.doors().errands((link, peer) -> Errands.NONE);
    }
    if (errands.answer() == null) {
      throw new AssertionError("the relay does not answer");
    }
    return errands.answer();
  }
}
