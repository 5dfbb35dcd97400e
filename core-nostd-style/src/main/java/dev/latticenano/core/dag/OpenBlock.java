package dev.latticenano.core.dag;

import java.util.Arrays;

/**
 * The last block of one chain's vectors, to which heights are still added: the first vector, and of
 * each step what has risen. Allocates only where it needs more room than ever before.
 *
 * <pre>
 * changes   for each step: how many authors; for each: how many authors since the one before, how much (varints)
 * </pre>
 */
final class OpenBlock {
  private int number = -1;
  private int from;
  private int place;
  private int steps;
  private int columns;
  private int[] first = new int[16];
  private int[] last = new int[16];
  private byte[] changes = new byte[64];
  private int end;
  private int readAt;

  /** Which block of the chain it is, from 0; -1: none is open. */
  int number() {
    return number;
  }

  /** The place of the last height it has. */
  int place() {
    return place;
  }

  /** No block is open. */
  void close() {
    number = -1;
  }

  /** Begins block {@code newNumber} at a place of it, with that vector. */
  void begin(int newNumber, int newPlace, int[] vector, int own, int count) {
    number = newNumber;
    from = newPlace;
    place = newPlace;
    steps = 0;
    end = 0;
    columns = 0;
    reserve(count);
    System.arraycopy(vector, 0, first, 0, Math.min(count, vector.length));
    first[own] = 0;
    System.arraycopy(first, 0, last, 0, count);
  }

  // Columns that come later stood at zero before.
  private void reserve(int count) {
    if (count > first.length) {
      first = Arrays.copyOf(first, Math.max(count, 2 * first.length));
      last = Arrays.copyOf(last, first.length);
    }
    if (count > columns) {
      Arrays.fill(first, columns, count, 0);
      Arrays.fill(last, columns, count, 0);
      columns = count;
    }
  }

  /** At a later place of the block the vector is this. */
  void add(int newPlace, int[] vector, int own, int count) {
    place = newPlace;
    reserve(count);
    int known = Math.min(count, vector.length);
    int risen = 0;
    for (int i = 0; i < known; i++) {
      risen += vector[i] != last[i] && i != own ? 1 : 0;
    }
    if (risen == 0) {
      return;
    }
    steps |= 1 << place;
    put(risen);
    int before = 0;
    for (int i = 0; i < known; i++) {
      if (vector[i] != last[i] && i != own) {
        put(i - before);
        put(vector[i] - last[i]);
        last[i] = vector[i];
        before = i;
      }
    }
  }

  private void put(int value) {
    if (end + 5 > changes.length) {
      changes = Arrays.copyOf(changes, 2 * changes.length);
    }
    int left = value;
    for (; left > 0x7F; left >>>= 7) {
      changes[end++] = (byte) (left | 0x80);
    }
    changes[end++] = (byte) left;
  }

  private int next() {
    int value = 0;
    for (int shift = 0; ; shift += 7) {
      byte low = changes[readAt++];
      value |= (low & 0x7F) << shift;
      if (low >= 0) {
        return value;
      }
    }
  }

  /** As {@link VectorBlock#at}. */
  int at(int wanted, int column) {
    if (wanted < from || wanted > place) {
      return VectorBlock.NONE;
    }
    if (column >= columns) {
      return 0;
    }
    int height = first[column];
    readAt = 0;
    for (int i = stepsUpTo(wanted); i > 0; i--) {
      int author = 0;
      for (int left = next(); left > 0; left--) {
        author += next();
        int rise = next();
        height += author == column ? rise : 0;
      }
    }
    return height;
  }

  /** As {@link VectorBlock#vector}: {@code count} entries. */
  boolean vector(int wanted, int[] out, int count) {
    if (wanted < from || wanted > place) {
      return false;
    }
    Arrays.fill(out, 0, count, 0);
    System.arraycopy(first, 0, out, 0, columns);
    readAt = 0;
    for (int i = stepsUpTo(wanted); i > 0; i--) {
      take(out, 0);
    }
    return true;
  }

  private void take(int[] vector, int at) {
    int author = 0;
    for (int left = next(); left > 0; left--) {
      author += next();
      vector[at + author] += next();
    }
  }

  private int stepsUpTo(int wanted) {
    return Integer.bitCount(steps & (int) ((2L << wanted) - 1));
  }

  /** Writes it as {@link VectorBlock}; {@code rising} lends room for all vectors. */
  int write(byte[] out, int[] rising) {
    int count = Integer.bitCount(steps);
    readAt = 0;
    for (int step = 0; step < count; step++) {
      if (step == 0) {
        System.arraycopy(first, 0, rising, 0, columns);
      } else {
        System.arraycopy(rising, (step - 1) * columns, rising, step * columns, columns);
      }
      take(rising, step * columns);
    }
    return VectorBlock.write(out, from, steps, first, columns, rising);
  }

  /** Takes up what {@link #write} left up to a place; {@code vector} lends room for one. */
  void read(int newNumber, int newPlace, byte[] block, int own, int[] vector) {
    int count = VectorBlock.columns(block);
    VectorBlock.vector(block, VectorBlock.from(block), vector);
    begin(newNumber, VectorBlock.from(block), vector, own, count);
    for (int left = VectorBlock.steps(block); left != 0; left &= left - 1) {
      int step = Integer.numberOfTrailingZeros(left);
      VectorBlock.vector(block, step, vector);
      add(step, vector, own, count);
    }
    place = newPlace;
  }
}
