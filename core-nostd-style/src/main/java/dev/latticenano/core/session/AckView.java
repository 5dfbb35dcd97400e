package dev.latticenano.core.session;

import dev.latticenano.core.bytes.Cursor;

/** The numbers of an acknowledgement, read in place (docs/protocol.md §14). */
final class AckView {
  private final Cursor fields = new Cursor();
  private long round;
  private long batch;
  private long fresh;
  private long refused;
  private long code;
  private long heard;
  private long resumed;
  private long aloneRound;
  private long aloneBatch;

  /** Reads the body of an acknowledgement; false if it breaks the rule, whatever was sent. */
  boolean read(byte[] bytes, int offset, int length) {
    clear();
    fields.wrap(bytes, offset, length);
    while (fields.nextField()) {
      switch (fields.fieldNumber()) {
        case 2 -> round = fields.value();
        case 3 -> batch = fields.value();
        case 4 -> fresh = fields.value();
        case 5 -> refused = fields.value();
        case 6 -> code = fields.value();
        case 7 -> heard = fields.value();
        case 8 -> resumed = fields.value();
        case 9 -> aloneRound = fields.value();
        case 10 -> aloneBatch = fields.value();
        default -> {}
      }
    }
    long all = round | batch | fresh | refused | code | heard | resumed;
    return !fields.malformed() && (all | aloneRound | aloneBatch) >>> 31 == 0;
  }

  private void clear() {
    round = 0;
    batch = 0;
    fresh = 0;
    refused = 0;
    code = 0;
    heard = 0;
    resumed = 0;
    aloneRound = 0;
    aloneBatch = 0;
  }

  /** The receiver's answer to this round of the sender is acknowledged; 0 if none is. */
  int round() {
    return (int) round;
  }

  /** The last batch of it that is durable there; 0 for none. */
  int batch() {
    return (int) batch;
  }

  /** Intentions witnessed there because of it. */
  int fresh() {
    return (int) fresh;
  }

  /** Intentions of it that broke a rule. */
  int refused() {
    return (int) refused;
  }

  /** The code of the verdict that keeps the sender from taking more; 0 for none. */
  int code() {
    return (int) code;
  }

  /** The last of the receiver's rounds that the sender has heard. */
  int heard() {
    return (int) heard;
  }

  /** How often the sender has taken more again after it had stopped. */
  int resumed() {
    return (int) resumed;
  }

  /** The round of a batch that looked up what is not there; 0 for none. */
  int aloneRound() {
    return (int) aloneRound;
  }

  /** That batch, which is to come again with nothing to look up. */
  int aloneBatch() {
    return (int) aloneBatch;
  }
}
