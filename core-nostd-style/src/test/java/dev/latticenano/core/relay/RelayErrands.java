package dev.latticenano.core.relay;

import dev.latticenano.core.Verdict;
import dev.latticenano.core.bytes.Cursor;
import dev.latticenano.core.frame.FrameWriter;
import dev.latticenano.core.frame.Message;
import dev.latticenano.core.session.Errands;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What a member has to do at a relay: redeems and shows what it is told to, and hears answers. */
public final class RelayErrands implements Errands {
  final List<Verdict> answers = new ArrayList<>();
  final List<Terms> terms = new ArrayList<>();
  final List<PruneReceipt> receipts = new ArrayList<>();
  byte[] statement;
  byte[] lastManifest;
  private int asks;
  long lastSequence;
  private final ArrayDeque<Redeem> due = new ArrayDeque<>();
  private final ArrayDeque<Delegation> delegations = new ArrayDeque<>();
  private int number;

  private record Redeem(Manifest manifest, Ticket ticket) {}

  /** Brings a manifest; the ticket is null if there is none. */
  public void redeem(Manifest manifest, Ticket ticket) {
    due.add(new Redeem(manifest, ticket));
  }

  /** What the relay said last to something that was brought; null before it did. */
  public Verdict answer() {
    return answers.isEmpty() ? null : answers.get(answers.size() - 1);
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
      case Message.STATEMENT -> {
        piece(bytes, offset, length);
        return Verdict.OK;
      }
      case Message.RECEIPT -> {
        Cursor fields = new Cursor().wrap(bytes, offset, length);
        while (fields.nextField()) {
          if (fields.fieldNumber() == 4) {
            int at = fields.dataOffset();
            receipts.add(PruneReceipt.of(Arrays.copyOfRange(bytes, at, at + fields.dataLength())));
          }
        }
        return Verdict.OK;
      }
      default -> {
        return Verdict.MESSAGE_UNKNOWN;
      }
    }
  }

  private void piece(byte[] bytes, int offset, int length) {
    Cursor fields = new Cursor().wrap(bytes, offset, length);
    long at = 0;
    while (fields.nextField()) {
      switch (fields.fieldNumber()) {
        case 3 -> at = fields.value();
        case 4 -> statement = at == 0 ? new byte[(int) fields.value()] : statement;
        case 5 ->
            System.arraycopy(bytes, fields.dataOffset(), statement, (int) at, fields.dataLength());
        default -> {}
      }
    }
  }

  /** Asks in the first session, when there is one, for a statement and all receipts. */
  void ask() {
    asks++;
  }

  @Override
  public int transmit(FrameWriter writer, byte[] out, int offset, long nowMs) {
    if (!delegations.isEmpty()) {
      byte[] delegation = delegations.remove().toBytes();
      writer.start(out, offset, Message.DELEGATE);
      return writer.bytes(1, delegation, 0, delegation.length).finish();
    }
    if (asks > 0 && !terms.isEmpty()) {
      asks--;
      writer.start(out, offset, Message.ASK);
      return writer.number(2, ++number).number(3, 1).finish();
    }
    if (due.isEmpty()) {
      return 0;
    }
    Redeem next = due.remove();
    byte[] ticket = next.ticket == null ? null : next.ticket.toBytes();
    return RedeemView.write(writer, out, offset, ++number, next.manifest.toBytes(), ticket);
  }

  @Override
  public void unknownToPeer(int message) {
    if (message == Message.REDEEM) {
      answers.add(Verdict.MESSAGE_UNKNOWN);
    }
  }

  @Override
  public void begin() {}

  @Override
  public boolean isAtRest() {
    return asks == 0 && due.isEmpty() && delegations.isEmpty();
  }
}
