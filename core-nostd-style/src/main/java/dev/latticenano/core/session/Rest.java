package dev.latticenano.core.session;

import dev.latticenano.core.Verdict;
import dev.latticenano.core.bytes.Cursor;
import dev.latticenano.core.frame.FrameWriter;
import dev.latticenano.core.frame.Message;

/**
 * Whether each end has all it wants of the other, and how many chunks it has got since it said that
 * they were absent. Said whenever it changes, numbered so that a late frame changes nothing; where
 * frames get lost it is said until heard, and an answer is never answered.
 */
final class Rest {
  private final boolean lossy;
  private boolean resting;
  private int number;
  private int heard;
  private boolean due;
  private boolean answerDue;
  private int news;
  private boolean peerResting;
  private int peerNumber;
  private int peerNews;
  private boolean peerHasNews;
  private long retryAtMs = Long.MAX_VALUE;

  Rest(boolean lossy) {
    this.lossy = lossy;
  }

  /** True if the last word said that this end rests. */
  boolean isResting() {
    return resting;
  }

  boolean isPeerResting() {
    return peerResting;
  }

  /** How many chunks the peer has got, as far as it said, that it had said were absent. */
  int peerNews() {
    return peerNews;
  }

  /** True once after the peer said that it has got chunks which it had said were absent. */
  boolean takePeerNews() {
    boolean was = peerHasNews;
    peerHasNews = false;
    return was;
  }

  /** A new conversation begins. */
  void reset() {
    resting = false;
    number = 0;
    heard = 0;
    due = false;
    answerDue = false;
    news = 0;
    peerResting = false;
    peerNumber = 0;
    peerNews = 0;
    peerHasNews = false;
    retryAtMs = Long.MAX_VALUE;
  }

  Verdict receive(byte[] bytes, int offset, int length) {
    boolean newResting = false;
    long newNumber = 0;
    long newHeard = 0;
    long newNews = 0;
    boolean answer = false;
    Cursor fields = new Cursor().wrap(bytes, offset, length);
    while (fields.nextField()) {
      switch (fields.fieldNumber()) {
        case 1 -> newResting = fields.value() != 0;
        case 2 -> newNumber = fields.value();
        case 3 -> newHeard = fields.value();
        case 4 -> answer = fields.value() != 0;
        case 5 -> newNews = fields.value();
        default -> {}
      }
    }
    if (fields.malformed() || (newNumber | newHeard | newNews) >>> 31 != 0) {
      return Verdict.REST_MALFORMED;
    }
    heard = Math.max(heard, Math.min(number, (int) newHeard));
    if (newNumber > peerNumber) {
      peerNumber = (int) newNumber;
      peerResting = newResting;
      peerHasNews |= newNews > peerNews;
      peerNews = Math.max(peerNews, (int) newNews);
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

  /** Writes the word on rest if it has changed or is due; returns its bytes or 0. */
  int transmit(
      FrameWriter writer,
      byte[] out,
      int offset,
      boolean nowResting,
      int nowNews,
      long nextRetryMs) {
    if (nowResting != resting || nowNews != news) {
      resting = nowResting;
      news = nowNews;
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
        .number(5, news)
        .finish();
  }
}
