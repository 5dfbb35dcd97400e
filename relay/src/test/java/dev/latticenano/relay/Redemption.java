package dev.latticenano.relay;

import dev.latticenano.core.Node;
import dev.latticenano.core.Verdict;
import dev.latticenano.core.frame.FrameWriter;
import dev.latticenano.core.frame.Message;
import dev.latticenano.core.relay.Manifest;
import dev.latticenano.core.relay.RedeemView;
import dev.latticenano.core.relay.RedeemedView;
import dev.latticenano.core.relay.Ticket;
import dev.latticenano.core.session.Errands;
import dev.latticenano.core.session.LinkProfile;
import dev.latticenano.link.Link;
import dev.latticenano.link.TcpLink;

/** Brings a manifest, with a ticket or without, to a relay over TCP, and hears the answer. */
final class Redemption implements Errands {
  private static final int LINK = 900;
  private static final long WAIT_MS = 20_000;

  private final byte[] manifest;
  private final byte[] ticket;
  private boolean said;
  private Verdict answer;

  private Redemption(Manifest manifest, Ticket ticket) {
    this.manifest = manifest.toBytes();
    this.ticket = ticket == null ? null : ticket.toBytes();
  }

  /** What the relay that listens there says to it. */
  static Verdict at(int port, Node node, Manifest manifest, Ticket ticket) throws Exception {
    Redemption errand = new Redemption(manifest, ticket);
    node.doors().errands((link, peer) -> errand);
    byte[] frame = new byte[Link.FRAME_BYTES_MAX];
    long untilMs = System.currentTimeMillis() + WAIT_MS;
    try (TcpLink link = TcpLink.connect("127.0.0.1", port, 5000)) {
      node.doors().open(LINK, LinkProfile.TCP, true, null);
      while (errand.answer == null && System.currentTimeMillis() < untilMs) {
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
    if (errand.answer == null) {
      throw new AssertionError("the relay does not answer");
    }
    return errand.answer;
  }

  @Override
  public Verdict receive(int message, byte[] bytes, int offset, int length, long nowMs) {
    if (message == Message.REDEEMED) {
      RedeemedView view = new RedeemedView();
      Verdict form = view.read(bytes, offset, length);
      answer = form == Verdict.OK ? view.verdict() : form;
    }
    return Verdict.OK;
  }

  @Override
  public int transmit(FrameWriter writer, byte[] out, int offset, long nowMs) {
    if (said) {
      return 0;
    }
    said = true;
    return RedeemView.write(writer, out, offset, 1, manifest, ticket);
  }

  @Override
  public void unknownToPeer(int message) {
    answer = Verdict.MESSAGE_UNKNOWN;
  }

  @Override
  public void begin() {}

  @Override
  public boolean isAtRest() {
    return answer != null;
  }
}
