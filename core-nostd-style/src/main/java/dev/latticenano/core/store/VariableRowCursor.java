package dev.latticenano.core.store;

/** A place in {@link VariableRows}. Allocates nothing after construction. */
final class VariableRowCursor implements RowCursor {
  private final VariableRows rows;
  private final RowView row = new RowView();
  // Nowhere if negative.
  private int index = -1;
  private int at;

  VariableRowCursor(VariableRows rows) {
    this.rows = rows;
  }

  @Override
  public boolean seek(byte[] key, int offset, int length) {
    int found = search(key, offset, length);
    index = found < 0 ? ~found : found;
    return settle();
  }

  @Override
  public boolean seekFloor(byte[] key, int offset, int length) {
    int found = search(key, offset, length);
    index = found < 0 ? ~found : found + 1;
    return back();
  }

  @Override
  public boolean next() {
    if (index < 0) {
      return false;
    }
    index++;
    return settle();
  }

  @Override
  public boolean previous() {
    return index >= 0 && back();
  }

  @Override
  public RowView row() {
    return row;
  }

  private int search(byte[] key, int offset, int length) {
    at = rows.blockOf(key, offset, length);
    return rows.block(at).search(key, offset, length);
  }

  // From a place before a row, or at a block's end, to that row or the next block's first.
  private boolean settle() {
    if (index == rows.block(at).count()) {
      if (at == rows.blockCount() - 1) {
        index = -1;
        return false;
      }
      at++;
      index = 0;
    }
    return show();
  }

  // To the row before the place.
  private boolean back() {
    if (index == 0) {
      if (at == 0) {
        index = -1;
        return false;
      }
      at--;
      index = rows.block(at).count();
    }
    index--;
    return show();
  }

  private boolean show() {
    VariableBlock block = rows.block(at);
    byte[] bytes = block.bytes();
    int key = block.keyAt(index);
    if (block.isBuried(index)) {
      row.wrapBuried(bytes, key, block.keyLength(index));
    } else {
      row.wrap(
          bytes,
          key,
          block.keyLength(index),
          bytes,
          block.valueAt(index),
          block.valueLength(index));
    }
    return true;
  }
}
