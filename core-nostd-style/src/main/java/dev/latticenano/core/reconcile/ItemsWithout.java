package dev.latticenano.core.reconcile;

import dev.latticenano.core.store.IdSum;
import dev.latticenano.core.store.StoreException;
import java.util.Arrays;
import java.util.Objects;

/**
 * The items of one set without those of another, which are all in the first: a large one in tables
 * and a few on the heap. Sums are subtracted; where an item lies in the large set is found by how
 * many of the few lie before it. So a question costs as many of the large set's as the few have
 * binary digits. Allocates nothing but to remember more ids than before.
 */
public final class ItemsWithout implements ItemSet {
  private final ItemSet all;
  private final ItemTree without;
  private final byte[] id = new byte[Bound.ID_BYTES];
  private final IdSum sum = new IdSum();
  private final Passing passing = new Passing();
  private long created;
  private byte[] passed = new byte[16 * Bound.ID_BYTES];
  private int passedBytes;

  /** The items of {@code all} but for those of {@code without}, both the caller's. */
  public ItemsWithout(ItemSet all, ItemTree without) {
    this.all = all;
    this.without = without;
  }

  @Override
  public int size() throws StoreException {
    return all.size() - without.size();
  }

  @Override
  public int below(long beforeCreated, byte[] bytes, int offset, IdSum before)
      throws StoreException {
    int count = all.below(beforeCreated, bytes, offset, before);
    count -= without.below(beforeCreated, bytes, offset, sum);
    before.subtract(sum);
    return count;
  }

  @Override
  public void sumBefore(int index, IdSum before) throws StoreException {
    int fewer = without(index);
    all.sumBefore(index + fewer, before);
    without.sumBefore(fewer, sum);
    before.subtract(sum);
  }

  @Override
  public void items(int from, int to, Reader reader) throws StoreException {
    Objects.checkFromToIndex(from, to, all.size() - without.size());
    if (from == to) {
      return;
    }
    int first = without(from + 1);
    int last = without(to);
    passedBytes = 0;
    without.items(first, last, this::pass);
    all.items(from + first, to + last, passing.begin(reader));
  }

  /** How many items that are left out lie before the last of the first {@code count} others. */
  private int without(int count) throws StoreException {
    int low = 0;
    int high = without.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      without.items(middle, middle + 1, this::note);
      int before = all.below(created, id, 0, sum) - middle;
      if (before < count) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private void note(long newCreated, byte[] bytes, int offset) {
    created = newCreated;
    System.arraycopy(bytes, offset, id, 0, Bound.ID_BYTES);
  }

  private void pass(long atCreated, byte[] bytes, int offset) {
    if (passedBytes == passed.length) {
      passed = Arrays.copyOf(passed, 2 * passed.length);
    }
    System.arraycopy(bytes, offset, passed, passedBytes, Bound.ID_BYTES);
    passedBytes += Bound.ID_BYTES;
  }

  /** Shows what is not passed over; both come in the same order. */
  private final class Passing implements Reader {
    private Reader reader;
    private int at;

    Passing begin(Reader newReader) {
      reader = newReader;
      at = 0;
      return this;
    }

    @Override
    public void item(long itemCreated, byte[] bytes, int offset) {
      int end = offset + Bound.ID_BYTES;
      if (at < passedBytes && Arrays.equals(passed, at, at + Bound.ID_BYTES, bytes, offset, end)) {
        at += Bound.ID_BYTES;
      } else {
        reader.item(itemCreated, bytes, offset);
      }
    }
  }
}
