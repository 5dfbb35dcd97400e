package dev.latticenano.core.session;

import dev.latticenano.core.Verdict;
import dev.latticenano.core.bytes.Cursor;
import dev.latticenano.core.frame.FrameWriter;
import dev.latticenano.core.frame.Message;

/**
 * Whether each end has all it wants of the other. Said whenever it changes, numbered so that a late
 * frame changes nothing; where frames get lost it is said until heard, and an answer is never
 * answered.
 */
final class Rest {
  private final boolean lossy;
  private final Cursor fields = new Cursor();
  private boolean resting;
  private int number;
  private int heard;
  private boolean due;
  private boolean answerDue;
  private boolean peerResting;
  private int peerNumber;
  private long retryAtMs = Long.MAX_VALUE;

  Rest(boolean lossy) {
    this.lossy = lossy;
  }

  boolean isPeerResting() {
    return peerResting;
  }

  /** A new conversation begins. */
  void reset() {
    resting = false;
    number = 0;
    heard = 0;
    due = false;
    answerDue = false;
    peerResting = false;
    peerNumber = 0;
  }

  Verdict receive(byte[] bytes, int offset, int length) {
    boolean newResting = false;
    int newNumber = 0;
    boolean answer = false;
    fields.wrap(bytes, offset, length);
    while (fields.nextField()) {
      switch (fields.fieldNumber()) {
        case 1 -> newResting = fields.value() != 0;
        case 2 -> newNumber = (int) fields.value();
        case 3 -> heard = Math.max(heard, (int) fields.value());
        case 4 -> answer = fields.value() != 0;
        default -> {}
      }
    }
    if (fields.malformed() || newNumber < 0) {
      return Verdict.REST_MALFORMED;
    }
    if (newNumber > peerNumber) {
      peerNumber = newNumber;
      peerResting = newResting;
    }
    answerDue |= lossy && !answer;
    return Verdict.OK;
  }

  private boolean isUnheard() {
    return lossy && heard < number;
  }

  /** When the last word should be said again; Long.MAX_VALUE for never. */
  long deadlineMs() {
    return isUnheard() ? retryAtMs : Long.MAX_VALUE;
  }

  void tick(long nowMs, long retryMs) {
    if (nowMs >= deadlineMs()) {
      due = true;
      retryAtMs = nowMs + retryMs;
    }
  }

  int transmit(FrameWriter writer, byte[] out, int offset, boolean nowResting, long nextRetryMs) {
    if (nowResting != resting) {
      resting = nowResting;
      number++;
      due = true;
      retryAtMs = nextRetryMs;
    }
    if (!due && !answerDue) {
      return 0;
    }
    boolean answer = !due;
    due = false;
    answerDue = false;
    return writer
        .start(out, offset, Message.REST)
        .number(1, resting ? 1 : 0)
        .number(2, number)
        .number(3, peerNumber)
        .number(4, answer ? 1 : 0)
        .finish();
  }
}
