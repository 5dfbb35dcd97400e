package dev.latticenano.core.intention;

import static dev.latticenano.core.intention.IntentionVectors.filled;
import static dev.latticenano.core.intention.IntentionVectors.join;

import dev.latticenano.core.Limits;
import dev.latticenano.core.Verdict;
import dev.latticenano.core.bytes.Hex;
import java.util.Arrays;

/** Vectors of epoch changes as everybody reads them; what they wrap is {@code SealVectors}'. */
final class EpochVectors {
  private static final byte[] ID = filled(5, EpochId.BYTES);
  private static final byte[] EPHEMERAL = filled(6, EpochChangeView.EPHEMERAL_BYTES);
  private static final byte[] NONE = new byte[0];

  private final VectorWriter out;

  private EpochVectors(VectorWriter out) {
    this.out = out;
  }

  static void write(VectorWriter out) {
    EpochVectors vectors = new EpochVectors(out);
    vectors.sound();
    vectors.broken();
  }

  private void add(String name, Verdict verdict, byte[] input, String comment) {
    out.add("epoch-change-" + name, "epoch-change", verdict, input, comment);
  }

  private static byte[] field(int number, byte[] value) {
    return join(new byte[] {(byte) (number << 3 | 2), (byte) value.length}, value);
  }

  /** The wrap for the recipient whose key is 30 zeros and {@code number}. */
  static byte[] wrap(int number) {
    byte[] wrap = filled(7, EpochChangeView.WRAP_BYTES);
    Arrays.fill(wrap, 0, AuthorId.BYTES, (byte) 0);
    wrap[30] = (byte) (number >> 8);
    wrap[31] = (byte) number;
    return wrap;
  }

  /** An epoch change with wraps for {@code count} recipients. */
  static byte[] change(int count) {
    byte[] wraps = new byte[EpochChangeView.WRAP_BYTES * count];
    for (int i = 0; i < count; i++) {
      System.arraycopy(wrap(i), 0, wraps, EpochChangeView.WRAP_BYTES * i, wrap(i).length);
    }
    EpochChangeWriter writer =
        new EpochChangeWriter().epochId(ID, 0).ephemeral(EPHEMERAL, 0).wraps(wraps, 0, count);
    byte[] bytes = new byte[writer.length()];
    writer.write(bytes, 0, bytes.length);
    return bytes;
  }

  private void sound() {
    byte[] two = change(2);
    add("two", Verdict.OK, two, "wrapped for two members");
    add("most", Verdict.OK, change(Limits.MEMBERS_MAX), "wrapped for as many members as may be");
    add("unknown-field", Verdict.OK, join(two, Hex.decode("2001")), "field 4: from later");
    byte[] twice = join(field(1, filled(9, 8)), two);
    add("id-twice", Verdict.OK, twice, "of two ids the last counts");
  }

  private void broken() {
    byte[] two = change(2);
    byte[] cut = Arrays.copyOf(two, two.length - 1);
    add("cut", Verdict.EPOCH_MALFORMED, cut, "a length beyond the end");
    byte[] none = join(field(1, ID), field(2, EPHEMERAL));
    add("no-wrap", Verdict.EPOCH_WRAPS_COUNT, none, "for nobody");
    byte[] more = join(change(Limits.MEMBERS_MAX), field(3, wrap(Limits.MEMBERS_MAX)));
    add("too-many", Verdict.EPOCH_WRAPS_COUNT, more, "one member too many");
    byte[] idShort = join(field(1, filled(5, 7)), field(2, EPHEMERAL), field(3, wrap(1)));
    add("id-short", Verdict.EPOCH_LENGTH, idShort, "an id of 7 bytes");
    byte[] ephemeral = join(field(1, ID), field(2, filled(6, 33)), field(3, wrap(1)));
    add("ephemeral-long", Verdict.EPOCH_LENGTH, ephemeral, "an ephemeral key of 33 bytes");
    byte[] missing = join(field(1, ID), field(3, wrap(1)));
    add("ephemeral-missing", Verdict.EPOCH_LENGTH, missing, "no ephemeral key");
    byte[] half = Arrays.copyOf(wrap(1), EpochChangeView.WRAP_BYTES - 1);
    byte[] wrapShort = join(field(1, ID), field(2, EPHEMERAL), field(3, half), field(3, wrap(2)));
    add("wrap-short", Verdict.EPOCH_LENGTH, wrapShort, "a wrap of 79 bytes");
    byte[] zero = join(field(1, ID), field(2, new byte[32]), field(3, wrap(1)));
    add("ephemeral-zero", Verdict.EPOCH_EPHEMERAL_ZERO, zero, "a key that agrees on zeros");
    byte[] begun = join(field(1, ID), field(2, EPHEMERAL));
    byte[] again = join(begun, field(3, wrap(1)), field(3, wrap(1)));
    add("recipient-twice", Verdict.EPOCH_RECIPIENTS_UNORDERED, again, "one member twice");
    byte[] turned = join(begun, field(3, wrap(2)), field(3, wrap(1)));
    add("unordered", Verdict.EPOCH_RECIPIENTS_UNORDERED, turned, "members in descending order");
    add("empty", Verdict.EPOCH_WRAPS_COUNT, NONE, "no bytes");
  }
}
