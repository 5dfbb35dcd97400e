package dev.latticenano.core.session;

import dev.latticenano.core.Verdict;
import dev.latticenano.core.bytes.Cursor;
import dev.latticenano.core.frame.FrameWriter;
import dev.latticenano.core.frame.Message;

/** What either end of a link has refused of the other's messages. */
final class Refusals {
  private Verdict due = Verdict.OK;
  private int message;
  private Verdict byPeer = Verdict.OK;
  private int unknownToPeer;

  /** The peer is to be told of the rule that its message broke. */
  void refuse(Verdict verdict, int ofMessage) {
    due = verdict;
    message = ofMessage;
  }

  /** The rule that the peer says we broke; OK if it said nothing of the kind. */
  Verdict byPeer() {
    return byPeer;
  }

  /** The message that the last refusal says is not known there; 0 if it was about another rule. */
  int unknownToPeer() {
    return unknownToPeer;
  }

  /** A new conversation begins. */
  void forgive() {
    byPeer = Verdict.OK;
  }

  /** The peer refuses something of ours. */
  Verdict receive(byte[] bytes, int offset, int length) {
    Verdict verdict = Verdict.OK;
    int about = 0;
    Cursor fields = new Cursor().wrap(bytes, offset, length);
    while (fields.nextField()) {
      switch (fields.fieldNumber()) {
        case 1 -> verdict = Verdict.ofCode((int) fields.value());
        case 2 -> about = (int) fields.value();
        default -> {}
      }
    }
    unknownToPeer = verdict == Verdict.MESSAGE_UNKNOWN ? about : 0;
    if (fields.malformed()) {
      return Verdict.FRAME_MALFORMED;
    }
    // A peer that passes over a message it does not know takes all the others; and whoever passes
    // on what a stranger wrote has broken no rule. What was pushed too fast goes another way.
    boolean fine = verdict == Verdict.MESSAGE_UNKNOWN || verdict == Verdict.PUSH_TOO_FAST;
    boolean ours = !fine && !Arrivals.isOfAuthor(verdict);
    if (verdict != Verdict.OK && ours) {
      byPeer = verdict;
    }
    return Verdict.OK;
  }

  /** Writes what is to be told; returns its bytes or 0. */
  int transmit(FrameWriter writer, byte[] out, int offset) {
    if (due == Verdict.OK) {
      return 0;
    }
    int code = due.code();
    due = Verdict.OK;
    return writer.start(out, offset, Message.REFUSAL).number(1, code).number(2, message).finish();
  }
}
