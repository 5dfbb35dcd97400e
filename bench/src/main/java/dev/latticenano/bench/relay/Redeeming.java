package dev.latticenano.bench.relay;

import dev.latticenano.core.Verdict;
import dev.latticenano.core.frame.FrameWriter;
import dev.latticenano.core.frame.Message;
import dev.latticenano.core.relay.Manifest;
import dev.latticenano.core.relay.RedeemView;
import dev.latticenano.core.relay.RedeemedView;
import dev.latticenano.core.relay.Ticket;
import dev.latticenano.core.session.Errands;

/** Brings a relay a manifest, with a ticket or without, and hears what came of it. */
final class Redeeming implements Errands {
  private final byte[] manifest;
  private final byte[] ticket;
  private boolean said;
  private Verdict answer;

  Redeeming(Manifest manifest, Ticket ticket) {
    this.manifest = manifest.toBytes();
    this.ticket = ticket == null ? null : ticket.toBytes();
  }

  /** What the relay said; null before it did. */
  Verdict answer() {
    return answer;
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
