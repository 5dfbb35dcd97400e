package dev.latticenano.core.session;

import dev.latticenano.core.bytes.Cursor;

/** The numbers of a batch of intentions, read in place (docs/protocol.md §14). */
final class BatchView {
  private final Cursor fields = new Cursor();
  private long round;
  private long batch;
  private boolean last;
  private int digestAt;
  private int digestLength;

  /** Reads the body of a batch; false if it breaks the rule. */
  boolean read(byte[] bytes, int offset, int length) {
    round = 0;
    batch = 0;
    last = false;
    digestLength = 0;
    fields.wrap(bytes, offset, length);
    while (fields.nextField()) {
      switch (fields.fieldNumber()) {
        case 2 -> round = fields.value();
        case 3 -> batch = fields.value();
        case 4 -> last = fields.value() != 0;
        case 7 -> {
          digestAt = fields.dataOffset();
          digestLength = fields.dataLength();
        }
        default -> {}
      }
    }
    return !fields.malformed() && batch >= 1 && round >= 1;
  }

  /** The receiver's round that is answered. */
  long round() {
    return round;
  }

  /** From 1. */
  long batch() {
    return batch;
  }

  /** True if the sender tells the digest of its set. */
  boolean isClosing() {
    return last && digestLength == Mark.DIGEST_BYTES;
  }

  /** Where that digest begins. */
  int digestAt() {
    return digestAt;
  }

  /** True if nothing follows in this round. */
  boolean last() {
    return last;
  }
}
