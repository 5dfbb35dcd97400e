package dev.latticenano.core.session;

import dev.latticenano.core.bytes.Cursor;

/** What a push or the answer to one says, read in place (docs/protocol.md §14). */
final class PushView {
  private final Cursor fields = new Cursor();
  private byte[] bytes;
  private long number;
  private int digestAt;
  private int digestLength;
  private long code;
  private boolean lazy;
  private int runLength;

  /** Reads the body; false if it breaks the rules of both messages. */
  boolean read(byte[] newBytes, int offset, int length) {
    bytes = newBytes;
    number = 0;
    digestLength = 0;
    code = 0;
    lazy = false;
    runLength = 0;
    fields.wrap(bytes, offset, length);
    while (fields.nextField()) {
      switch (fields.fieldNumber()) {
        case 2 -> number = fields.value();
        case 3 -> {
          digestAt = fields.dataOffset();
          digestLength = fields.dataLength();
        }
        case 4 -> lazy = fields.value() != 0;
        case 5 -> code = fields.value();
        case 6 -> runLength = fields.dataLength();
        default -> {}
      }
    }
    boolean numbered = (number | code) >>> 31 == 0;
    boolean whole = digestLength == 0 || digestLength == Mark.DIGEST_BYTES;
    return !fields.malformed() && numbered && whole;
  }

  /** Of the push, from 1; in an answer 0, if none came. */
  int number() {
    return (int) number;
  }

  /** True if the sender tells the digest of its set. */
  boolean isTelling() {
    return digestLength > 0;
  }

  /** The peer shows the set that this message tells; true if it is another one than before. */
  boolean tell(PeerDigest theirs) {
    return isTelling() && theirs.take(bytes, digestAt, digestLength);
  }

  /** True if the set that this message tells is, or was lately, the one that is shown here. */
  boolean tellsOneOf(OwnDigest own) {
    return isTelling() && own.isRecent(bytes, digestAt);
  }

  /** Bytes of the run; 0: none, what is new is only announced. */
  int runLength() {
    return runLength;
  }

  /** Code of what kept the sender of an answer from taking it; 0 for nothing. */
  int code() {
    return (int) code;
  }

  /** True if the sender of an answer had all of it. */
  boolean isLazy() {
    return lazy;
  }
}
