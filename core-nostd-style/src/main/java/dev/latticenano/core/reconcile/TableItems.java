package dev.latticenano.core.reconcile;

import dev.latticenano.core.bytes.BigEndian;
import dev.latticenano.core.store.IdSum;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.core.store.SummedTable;
import dev.latticenano.core.store.Table;
import java.util.Objects;

/**
 * The items whose keys are the rows of a table: created, 8 bytes big-endian, and id. The table
 * knows the sum below any key. Which key has a given number of rows below it is found by narrowing
 * between {@link Marks}: it is looked where the key would be if those between were evenly spread,
 * and by turns in the middle. So a bound costs a few sums and a short walk, and what is kept on the
 * heap does not depend on the size. Allocates nothing after construction, if the table does not.
 */
public final class TableItems implements ItemSet {
  // So many rows are walked over rather than looked for.
  private static final int NEAR_ROWS = 128;
  private static final int SHARES = 1 << 16;

  private final SummedTable table;
  private final Marks marks = new Marks();
  private final byte[] least = new byte[Marks.KEY_BYTES];
  private final byte[] end = new byte[Marks.KEY_BYTES];
  private final byte[] low = new byte[Marks.KEY_BYTES];
  private final byte[] key = new byte[Marks.KEY_BYTES];
  private final IdSum sum = new IdSum();
  private final IdSum total = new IdSum();
  private final Walk walk = new Walk();
  private final Show show = new Show();

  /**
   * The items in {@code table}, whose keys have {@value Marks#KEY_BYTES} bytes. Rows of the time
   * 2^64 − 1, which is behind every item's, are passed over.
   */
  public TableItems(SummedTable table) {
    this.table = table;
    BigEndian.putLong(end, 0, Bound.INFINITY);
  }

  @Override
  public int size() throws StoreException {
    sum.clear();
    table.sum(least, end, sum);
    // Sums that are the same are of the same rows: nothing known is wrong.
    if (!sum.isSame(total) || sum.count() == 0) {
      total.set(sum);
      marks.reset(total);
    }
    return Math.toIntExact(total.count());
  }

  @Override
  public int below(long created, byte[] id, int offset, IdSum before) throws StoreException {
    BigEndian.putLong(key, 0, created);
    System.arraycopy(id, offset, key, 8, Bound.ID_BYTES);
    int mark = marks.floor(key);
    sumFrom(mark, before);
    return (int) before.count();
  }

  @Override
  public void sumBefore(int index, IdSum before) throws StoreException {
    Objects.checkIndex(index, (int) total.count() + 1);
    int mark = find(index);
    marks.readSum(mark, before);
  }

  @Override
  public void items(int from, int to, Reader reader) throws StoreException {
    Objects.checkFromToIndex(from, to, (int) total.count());
    if (from < to) {
      marks.readKey(find(from), low);
      table.range(low, null, show.begin(reader, to - from));
    }
  }

  /** The mark that has exactly so many rows below it; made if there is none. */
  private int find(int index) throws StoreException {
    int mark = marks.floor(index);
    for (boolean evenly = true; marks.index(mark) < index; evenly = !evenly) {
      int rows = marks.index(mark + 1) - marks.index(mark);
      int ahead = index - marks.index(mark);
      if (ahead <= NEAR_ROWS) {
        walk(mark, ahead);
      } else {
        long share = evenly ? (long) (ahead - NEAR_ROWS / 2) * SHARES / rows : SHARES / 2;
        marks.between(mark, (int) Math.max(1, Math.min(SHARES - 1, share)), key);
        sumFrom(mark, sum);
      }
      mark = marks.floor(index);
    }
    return mark;
  }

  // The sum below the key looked at, which is not below the mark's; remembered.
  private void sumFrom(int mark, IdSum below) throws StoreException {
    marks.readSum(mark, below);
    marks.readKey(mark, low);
    table.sum(low, key, below);
    marks.add(key, below);
  }

  // Makes marks of the last row passed and of the one behind.
  private void walk(int mark, int rows) throws StoreException {
    marks.readSum(mark, sum);
    marks.readKey(mark, low);
    table.range(low, null, walk.begin(rows));
  }

  /** Passes rows, adding them up. */
  private final class Walk implements Table.Reader {
    private int left;

    Walk begin(int rows) {
      left = rows;
      return this;
    }

    @Override
    public boolean row(
        byte[] bytes, int keyOffset, int keyLength, byte[] value, int valueOffset, int length) {
      if (left <= 1) {
        System.arraycopy(bytes, keyOffset, key, 0, Marks.KEY_BYTES);
        marks.add(key, sum);
      }
      sum.add(bytes, keyOffset + 8);
      return left-- > 0;
    }
  }

  /** Shows rows as items. */
  private static final class Show implements Table.Reader {
    private Reader reader;
    private int left;

    Show begin(Reader newReader, int rows) {
      reader = newReader;
      left = rows;
      return this;
    }

    @Override
    public boolean row(
        byte[] bytes, int keyOffset, int keyLength, byte[] value, int valueOffset, int length) {
      reader.item(BigEndian.longAt(bytes, keyOffset), bytes, keyOffset + 8);
      return --left > 0;
    }
  }
}
