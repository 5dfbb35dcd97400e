package dev.latticenano.storage.table;

import dev.latticenano.core.store.RowCursor;
import dev.latticenano.core.store.RowView;
import dev.latticenano.core.store.StoreException;

/** A place in a {@link FlatRun}, with a block of its own. Allocates nothing after construction. */
final class FlatRunCursor implements RowCursor {
  private static final int NOWHERE = -1;

  private final FlatBlock block;
  private final int keyBytes;
  private final byte[] bytes;
  private final RowView view = new RowView();
  private FlatRun run;
  private int number;
  private int row = NOWHERE;

  FlatRunCursor(FlatRun run) {
    this.run = run;
    keyBytes = run.shape().keyBytes();
    bytes = new byte[run.width()];
    block = new FlatBlock(run.width());
  }

  /** Goes to another run of the same table, nowhere in it. */
  void moveTo(FlatRun other) {
    run = other;
    row = NOWHERE;
    block.forget();
  }

  @Override
  public boolean seek(byte[] key, int offset, int length) throws StoreException {
    row = NOWHERE;
    number = run.blockOf(key, offset, length);
    if (number < 0) {
      number = 0;
      run.load(block, 0);
      return show(0);
    }
    run.load(block, number);
    int found = lowerBound(key, offset, length);
    return found < block.rows() ? show(found) : forward();
  }

  @Override
  public boolean seekFloor(byte[] key, int offset, int length) throws StoreException {
    row = NOWHERE;
    number = run.blockOf(key, offset, length);
    if (number < 0) {
      return false;
    }
    run.load(block, number);
    int found = lowerBound(key, offset, length);
    boolean here = found < block.rows() && compare(found, key, offset, length) == 0;
    return show(here ? found : found - 1);
  }

  @Override
  public boolean next() throws StoreException {
    if (row == NOWHERE) {
      return false;
    }
    return row + 1 < block.rows() ? show(row + 1) : forward();
  }

  @Override
  public boolean previous() throws StoreException {
    if (row == NOWHERE) {
      return false;
    }
    if (row > 0) {
      return show(row - 1);
    }
    row = NOWHERE;
    if (number == 0) {
      return false;
    }
    run.load(block, number - 1);
    number--;
    return show(block.rows() - 1);
  }

  @Override
  public RowView row() {
    return view;
  }

  private boolean forward() throws StoreException {
    row = NOWHERE;
    if (number + 1 == run.blocks()) {
      return false;
    }
    run.load(block, number + 1);
    number++;
    return show(0);
  }

  private boolean show(int index) {
    row = index;
    block.copy(index, 0, bytes.length - 1, bytes, 0);
    if (block.isMark(index)) {
      view.wrapBuried(bytes, 0, keyBytes);
    } else {
      view.wrap(bytes, 0, keyBytes, bytes, keyBytes, bytes.length - 1 - keyBytes);
    }
    return true;
  }

  // A key looked for may be shorter or longer than the rows'.
  private int lowerBound(byte[] key, int offset, int length) {
    int found = block.lowerBound(key, offset, Math.min(length, keyBytes));
    boolean behind = length > keyBytes && found < block.rows();
    return behind && block.compare(found, key, offset, keyBytes) == 0 ? found + 1 : found;
  }

  private int compare(int index, byte[] key, int offset, int length) {
    int order = block.compare(index, key, offset, Math.min(length, keyBytes));
    return order == 0 ? keyBytes - length : order;
  }
}
