package dev.latticenano.core.relay;

import dev.latticenano.core.Verdict;
import dev.latticenano.core.bytes.Cursor;
import dev.latticenano.core.frame.FrameWriter;
import dev.latticenano.core.frame.Message;

/**
 * On what terms a relay holds a store, as it tells its members in {@code terms}. Source:
 * docs/protocol.md §14.
 *
 * @param sequence of the manifest that holds there, from 1
 * @param quota bytes that all stores of the same tickets may take together
 * @param taken bytes that they take
 * @param untilSeconds Unix time until when it takes more, rounded down; 0 for ever
 * @param verdict what keeps it from taking more of the store over this link; OK if nothing does
 */
public record Terms(long sequence, long quota, long taken, long untilSeconds, Verdict verdict) {
  /** Writes the message about the session that the sender calls {@code place}; its bytes. */
  int write(FrameWriter writer, byte[] out, int offset, int place) {
    return writer
        .start(out, offset, Message.TERMS)
        .number(1, place)
        .number(2, sequence)
        .number(3, quota)
        .number(4, taken)
        .number(5, untilSeconds)
        .number(6, verdict.code())
        .finish();
  }

  /** How the sender calls the session that the body of a message is about; −1 if malformed. */
  public static long place(byte[] bytes, int offset, int length) {
    Cursor fields = new Cursor().wrap(bytes, offset, length);
    long place = 0;
    while (fields.nextField()) {
      place = fields.fieldNumber() == 1 ? fields.value() : place;
    }
    return fields.malformed() || place >>> 31 != 0 ? -1 : place;
  }

  /** The terms in the body of a message; null if it is malformed. */
  public static Terms read(byte[] bytes, int offset, int length) {
    long[] numbers = new long[7];
    Cursor fields = new Cursor().wrap(bytes, offset, length);
    while (fields.nextField()) {
      if (fields.fieldNumber() < numbers.length) {
        numbers[fields.fieldNumber()] = fields.value();
      }
    }
    long all = numbers[2] | numbers[3] | numbers[4] | numbers[5];
    boolean sane = !fields.malformed() && all >= 0 && (numbers[1] | numbers[6]) >>> 31 == 0;
    if (!sane || numbers[2] == 0) {
      return null;
    }
    Verdict verdict = numbers[6] == 0 ? Verdict.OK : Verdict.ofCode((int) numbers[6]);
    return new Terms(numbers[2], numbers[3], numbers[4], numbers[5], verdict);
  }

  @Override
  public String toString() {
    return taken + " of " + quota + " bytes, manifest " + sequence + ", " + verdict;
  }
}
