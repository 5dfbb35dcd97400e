package dev.latticenano.core.session;

import dev.latticenano.core.bytes.Cursor;

/** The fields of a frontier message, read in place (docs/protocol.md §14). */
final class FrontierView {
  static final int DIGEST_BYTES = 32;
  private static final int NONE = -1;

  private final Cursor fields = new Cursor();
  private long round;
  private int digestAt;
  private int tipsAt;
  private int tipsLength;
  private long equalRound;
  private long resumed;
  private long base;

  /** Reads the body of a frontier; false if it breaks the rule. The bytes are the caller's. */
  boolean read(byte[] bytes, int offset, int length) {
    round = 0;
    digestAt = NONE;
    tipsAt = offset;
    tipsLength = 0;
    equalRound = 0;
    resumed = 0;
    base = 0;
    fields.wrap(bytes, offset, length);
    while (fields.nextField()) {
      switch (fields.fieldNumber()) {
        case 2 -> round = fields.value();
        case 3 -> digestAt = fields.dataLength() == DIGEST_BYTES ? fields.dataOffset() : NONE;
        case 4 -> {
          tipsAt = fields.dataOffset();
          tipsLength = fields.dataLength();
        }
        case 6 -> equalRound = fields.value();
        case 7 -> resumed = fields.value();
        case 8 -> base = fields.value();
        default -> {}
      }
    }
    boolean numbered = round > 0 && (round | resumed | base) >>> 31 == 0;
    return !fields.malformed() && numbered && digestAt != NONE;
  }

  int round() {
    return (int) round;
  }

  int digestAt() {
    return digestAt;
  }

  int tipsAt() {
    return tipsAt;
  }

  int tipsLength() {
    return tipsLength;
  }

  /** The last of the receiver's rounds that showed the very set the sender had. */
  long equalRound() {
    return equalRound;
  }

  /** How often the sender has taken more again after it had stopped. */
  int resumed() {
    return (int) resumed;
  }

  /** The number of the last base that came whole; 0 for none. */
  int base() {
    return (int) base;
  }
}
