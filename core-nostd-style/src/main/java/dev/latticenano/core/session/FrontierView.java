package dev.latticenano.core.session;

import dev.latticenano.core.bytes.Cursor;

/** The fields of a frontier message, read in place (docs/protocol.md §14). */
final class FrontierView {
  /** Bytes of a digest that names a set beside others. */
  static final int SHORT_BYTES = 8;

  /** The sender's set has this very digest. */
  static final int EQUAL = 0;

  /** What the sender has got since a set that both had. */
  static final int CHANGED = 1;

  /** All tips. */
  static final int FULL = 2;

  private final Cursor fields = new Cursor();
  private byte[] bytes;
  private long round;
  private int digestAt;
  private int digestLength;
  private int tipsAt;
  private int tipsLength;
  private long equalRound;
  private long resumed;
  private long base;
  private long kind;
  private int sinceAt;
  private int sinceLength;
  private int changesAt;
  private int changesLength;
  private boolean lost;
  private int ownAt;
  private int ownLength;

  /** Reads the body of a frontier; false if it breaks the rule. The bytes are the caller's. */
  boolean read(byte[] newBytes, int offset, int length) {
    clear(newBytes, offset);
    fields.wrap(bytes, offset, length);
    while (fields.nextField()) {
      switch (fields.fieldNumber()) {
        case 2 -> round = fields.value();
        case 3 -> {
          digestAt = fields.dataOffset();
          digestLength = fields.dataLength();
        }
        case 4 -> {
          tipsAt = fields.dataOffset();
          tipsLength = fields.dataLength();
        }
        case 6 -> equalRound = fields.value();
        case 7 -> resumed = fields.value();
        case 8 -> base = fields.value();
        case 9 -> kind = fields.value();
        case 10 -> {
          sinceAt = fields.dataOffset();
          sinceLength = fields.dataLength();
        }
        case 11 -> {
          changesAt = fields.dataOffset();
          changesLength = fields.dataLength();
        }
        case 12 -> lost = fields.value() != 0;
        case 13 -> {
          ownAt = fields.dataOffset();
          ownLength = fields.dataLength();
        }
        default -> {}
      }
    }
    boolean numbered = round > 0 && (round | resumed | base) >>> 31 == 0;
    boolean digested = digestLength == (kind == CHANGED ? SHORT_BYTES : Mark.DIGEST_BYTES);
    boolean based = kind != CHANGED || sinceLength == SHORT_BYTES;
    return !fields.malformed() && numbered && digested && based && kind >= 0 && kind <= FULL;
  }

  private void clear(byte[] newBytes, int offset) {
    bytes = newBytes;
    round = 0;
    digestAt = offset;
    digestLength = 0;
    tipsAt = offset;
    tipsLength = 0;
    equalRound = 0;
    resumed = 0;
    base = 0;
    kind = EQUAL;
    sinceAt = offset;
    sinceLength = 0;
    changesAt = offset;
    changesLength = 0;
    lost = false;
    ownLength = 0;
  }

  /** The array all offsets count in. */
  byte[] bytes() {
    return bytes;
  }

  int round() {
    return (int) round;
  }

  /** How the set is told: {@link #EQUAL}, {@link #CHANGED} or {@link #FULL}. */
  int kind() {
    return (int) kind;
  }

  int digestAt() {
    return digestAt;
  }

  /** {@link #SHORT_BYTES} of {@link #CHANGED}, else {@code Mark.DIGEST_BYTES}. */
  int digestLength() {
    return digestLength;
  }

  int tipsAt() {
    return tipsAt;
  }

  int tipsLength() {
    return tipsLength;
  }

  /** Where the digest begins of the set since which something changed; {@link #SHORT_BYTES}. */
  int sinceAt() {
    return sinceAt;
  }

  int changesAt() {
    return changesAt;
  }

  int changesLength() {
    return changesLength;
  }

  /** True if a tip of the receiver's own chain is told. */
  boolean tellsOwn() {
    return ownLength == Tips.PREFIX_BYTES;
  }

  /** Where the first bytes of that tip begin. */
  int ownAt() {
    return ownAt;
  }

  /** True if the sender does not know the set that the receiver spoke of. */
  boolean lost() {
    return lost;
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
