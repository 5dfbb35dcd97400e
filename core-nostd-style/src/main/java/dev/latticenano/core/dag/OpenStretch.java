package dev.latticenano.core.dag;

import dev.latticenano.core.bytes.LittleEndian;
import java.util.Arrays;

/** The last stretch, to which rows are still added. Allocates only for more citations than ever. */
final class OpenStretch {
  private static final int NONE = -1;
  private static final int FEW = 256;

  private final byte[] codes = new byte[Stretch.ROWS + Bits.BEHIND];
  private byte[] counts = new byte[(Stretch.ROWS + FEW) / 8 + Bits.BEHIND];
  private byte[] distances = new byte[4 * FEW + Bits.BEHIND];
  private final Stretch view = new Stretch();
  private int number = NONE;
  private int back;
  private int rows;
  private int citations;
  private int far;

  /** Which stretch of the witness order it is; -1: none is open. */
  int number() {
    return number;
  }

  int rows() {
    return rows;
  }

  /** How many stretches back the last tops lie that were kept. */
  int back() {
    return back;
  }

  void close() {
    number = NONE;
  }

  /** Begins a stretch. */
  void begin(int newNumber, int newBack) {
    number = newNumber;
    back = newBack;
    rows = 0;
    citations = 0;
    far = 0;
    Arrays.fill(counts, (byte) 0);
  }

  /**
   * Adds the row at {@code place}; those since the last one are not told.
   *
   * @param cited the rows it cites
   */
  void add(int place, int author, IntList cited) {
    skip(place);
    int count = cited.count();
    reserve(citations + count);
    for (int i = 0; i < count; i++) {
      Bits.put(counts, rows + citations, 1);
      int row = number * Stretch.ROWS + place;
      int distance = row - cited.at(i);
      far += distance > Stretch.NEAR_MAX ? 1 : 0;
      LittleEndian.putInt(distances, 4 * citations++, distance);
    }
    codes[rows++] = (byte) (author + 1);
  }

  /** No row before {@code place} that was not added is told. */
  void skip(int place) {
    while (rows < place) {
      codes[rows++] = 0;
    }
  }

  /** True if the row at {@code place}, which cites these, has room, and all of them have rows. */
  boolean hasRoom(int place, IntList cited) {
    int farther = far;
    for (int i = 0; i < cited.count(); i++) {
      if (cited.at(i) == Rows.NONE) {
        return false;
      }
      int distance = number * Stretch.ROWS + place - cited.at(i);
      farther += distance > Stretch.NEAR_MAX ? 1 : 0;
    }
    return citations + cited.count() <= Stretch.CITATIONS_MAX && farther <= Stretch.FAR_MAX;
  }

  private void reserve(int count) {
    if (4 * count + Bits.BEHIND > distances.length) {
      int room = Math.max(count, 2 * citations);
      distances = Arrays.copyOf(distances, 4 * room + Bits.BEHIND);
      counts = Arrays.copyOf(counts, (Stretch.ROWS + room + 7) / 8 + Bits.BEHIND);
    }
  }

  /** It, to be read. */
  Stretch view() {
    view.wrapOpen(codes, counts, distances, rows, back);
    return view;
  }

  /** Writes it; returns its bytes. */
  int write(byte[] out) {
    Arrays.fill(out, (byte) 0);
    int first = 0;
    int most = 0;
    for (int i = 0; i < rows; i++) {
      first = codes[i] == 0 ? 1 : first;
      most = Math.max(most, codes[i] & 0xFF);
    }
    int authorBits = authorBits(most - 1 + first);
    int longest = 0;
    for (int i = 0; i < citations; i++) {
      int distance = LittleEndian.intAt(distances, 4 * i);
      longest = Math.max(longest, distance > Stretch.NEAR_MAX ? 0 : distance);
    }
    int citeBits = Integer.SIZE - Integer.numberOfLeadingZeros(longest);
    LittleEndian.putShort(out, 0, rows);
    out[2] = (byte) back;
    out[3] = (byte) authorBits;
    out[4] = (byte) first;
    out[5] = (byte) citeBits;
    LittleEndian.putShort(out, 6, far);
    int at = Stretch.HEAD_BYTES;
    for (int i = 0; i < rows; i++) {
      Bits.put(out, 8L * at + (long) i * authorBits, (codes[i] & 0xFF) - 1 + first);
    }
    at += (rows * authorBits + 7) / 8;
    int countBytes = (rows + citations + 7) / 8;
    System.arraycopy(counts, 0, out, at, countBytes);
    return writeDistances(out, at + countBytes, citeBits);
  }

  private static int authorBits(int most) {
    int bits = 0;
    while (most >= 1 << bits) {
      bits = Math.max(1, 2 * bits);
    }
    return bits;
  }

  private int writeDistances(byte[] out, int at, int citeBits) {
    int farAt = at + (citations * citeBits + 7) / 8;
    for (int i = 0; i < citations; i++) {
      int distance = LittleEndian.intAt(distances, 4 * i);
      if (distance > Stretch.NEAR_MAX) {
        LittleEndian.putShort(out, farAt, i);
        LittleEndian.putInt(out, farAt + 2, distance);
        farAt += Stretch.FAR_BYTES;
      } else {
        Bits.put(out, 8L * at + (long) i * citeBits, distance);
      }
    }
    return farAt;
  }

  /** Takes up what {@link #write} left of a stretch; {@code cited} lends room. */
  void read(int newNumber, Stretch from, IntList cited) {
    begin(newNumber, from.back());
    int[] counted = new int[from.rows()];
    int[] firsts = new int[from.rows()];
    for (int place = from.rows() - 1; place >= 0; place--) {
      counted[place] = from.step(place);
      firsts[place] = from.citation(place);
    }
    for (int place = 0; place < counted.length; place++) {
      cited.clear();
      for (int i = 0; i < counted[place]; i++) {
        cited.add(number * Stretch.ROWS + place - from.distance(firsts[place] + i));
      }
      if (from.author(place) == Stretch.UNTOLD) {
        skip(place + 1);
      } else {
        add(place, from.author(place), cited);
      }
    }
  }
}
