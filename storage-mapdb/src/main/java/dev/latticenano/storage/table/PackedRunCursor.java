package dev.latticenano.storage.table;

import dev.latticenano.core.store.RowCursor;
import dev.latticenano.core.store.RowView;
import dev.latticenano.core.store.StoreException;

/** A place in a {@link PackedRun}, with a block of its own, in which the row shown lies. */
final class PackedRunCursor implements RowCursor {
  private static final int NOWHERE = -1;

  private final PackedRun run;
  private final PackedBlock block;
  private final RowView view = new RowView();
  private int index;
  private int row = NOWHERE;

  PackedRunCursor(PackedRun run) {
    this.run = run;
    block = new PackedBlock();
  }

  @Override
  public boolean seek(byte[] key, int offset, int length) throws StoreException {
    row = NOWHERE;
    index = run.blockOf(key, offset, length);
    run.load(block, index);
    int found = block.lowerBound(key, offset, length);
    return found < block.rows() ? show(found) : forward();
  }

  @Override
  public boolean seekFloor(byte[] key, int offset, int length) throws StoreException {
    row = NOWHERE;
    index = run.blockOf(key, offset, length);
    run.load(block, index);
    int found = block.lowerBound(key, offset, length);
    boolean here = found < block.rows() && block.compare(found, key, offset, length) == 0;
    if (here || found > 0) {
      return show(here ? found : found - 1);
    }
    // A fence lies between two blocks: the key may be above it and below the block's first.
    return back();
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
    return row > 0 ? show(row - 1) : back();
  }

  @Override
  public RowView row() {
    return view;
  }

  private boolean forward() throws StoreException {
    row = NOWHERE;
    if (index + 1 == run.blocks()) {
      return false;
    }
    run.load(block, index + 1);
    index++;
    return show(0);
  }

  private boolean back() throws StoreException {
    row = NOWHERE;
    if (index == 0) {
      return false;
    }
    run.load(block, index - 1);
    index--;
    return show(block.rows() - 1);
  }

  private boolean show(int number) {
    row = number;
    block.look(number);
    byte[] bytes = block.bytes();
    if (block.isMark()) {
      view.wrapBuried(bytes, block.keyAt(), block.keyLength());
    } else {
      view.wrap(
          bytes, block.keyAt(), block.keyLength(), bytes, block.valueAt(), block.valueLength());
    }
    return true;
  }
}
