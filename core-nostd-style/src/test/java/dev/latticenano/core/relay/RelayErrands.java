package dev.latticenano.core.relay;

import dev.latticenano.core.Verdict;
import dev.latticenano.core.frame.FrameWriter;
import dev.latticenano.core.frame.Message;
import dev.latticenano.core.session.Errands;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/** What a member has to do at a relay: redeems and shows what it is told to, and hears answers. */
final class RelayErrands implements Errands {
  final List<Verdict> answers = new ArrayList<>();
  final List<Terms> terms = new ArrayList<>();
  byte[] lastManifest;
  long lastSequence;
  private final ArrayDeque<Redeem> due = new ArrayDeque<>();
  private final ArrayDeque<Delegation> delegations = new ArrayDeque<>();
  private int number;

  private record Redeem(Manifest manifest, Ticket ticket) {}

  void redeem(Manifest manifest, Ticket ticket) {
    due.add(new Redeem(manifest, ticket));
  }

  void show(Delegation delegation) {
    delegations.add(delegation);
  }

  @Override
  public Verdict receive(int message, byte[] bytes, int offset, int length, long nowMs) {
    switch (message) {
      case Message.REDEEMED -> {
        RedeemedView view = new RedeemedView();
        Verdict verdict = view.read(bytes, offset, length);
        answers.add(view.verdict());
        lastManifest = view.manifest();
        lastSequence = view.sequence();
        return verdict;
      }
      case Message.TERMS -> {
        terms.add(Terms.read(bytes, offset, length));
        return Verdict.OK;
      }
      default -> {
        return Verdict.MESSAGE_UNKNOWN;
      }
    }
  }

  @Override
  public int transmit(FrameWriter writer, byte[] out, int offset, long nowMs) {
    if (!delegations.isEmpty()) {
      byte[] delegation = delegations.remove().toBytes();
      writer.start(out, offset, Message.DELEGATE);
      return writer.bytes(1, delegation, 0, delegation.length).finish();
    }
    if (due.isEmpty()) {
      return 0;
    }
    Redeem next = due.remove();
    byte[] ticket = next.ticket == null ? null : next.ticket.toBytes();
    return RedeemView.write(writer, out, offset, ++number, next.manifest.toBytes(), ticket);
  }

  @Override
  public void unknownToPeer(int message) {}

  @Override
  public void begin() {}

  @Override
  public boolean isAtRest() {
    return due.isEmpty() && delegations.isEmpty();
  }
}
