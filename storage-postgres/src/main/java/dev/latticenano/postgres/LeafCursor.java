package dev.latticenano.postgres;

import dev.latticenano.core.store.RowCursor;
import dev.latticenano.core.store.RowView;
import dev.latticenano.core.store.StoreException;

/** A walk through the leaves of a table. What it goes on to is read several leaves at a time. */
final class LeafCursor implements RowCursor {
  private static final int AHEAD = 8;

  private final Leaves leaves;
  private final RowView view = new RowView();
  private Leaf leaf;
  private int at;
  private int index;

  LeafCursor(Leaves leaves) {
    this.leaves = leaves;
  }

  @Override
  public boolean seek(byte[] key, int offset, int length) throws StoreException {
    leaf = null;
    if (leaves.fences().isEmpty()) {
      return false;
    }
    at = Math.max(0, leaves.indexOf(key, offset, length));
    leaf = leaves.leaf(at, 1);
    index = leaf.search(key, offset, length);
    index = index < 0 ? -1 - index : index;
    return index < leaf.count() ? shown() : nextLeaf();
  }

  @Override
  public boolean seekFloor(byte[] key, int offset, int length) throws StoreException {
    leaf = null;
    at = leaves.indexOf(key, offset, length);
    if (at < 0) {
      return false;
    }
    leaf = leaves.leaf(at, 1);
    index = leaf.search(key, offset, length);
    if (index < 0) {
      index = -1 - index;
      return previous();
    }
    return shown();
  }

  @Override
  public boolean next() throws StoreException {
    if (leaf == null) {
      return false;
    }
    return ++index < leaf.count() ? shown() : nextLeaf();
  }

  @Override
  public boolean previous() throws StoreException {
    if (leaf == null) {
      return false;
    }
    if (--index < 0) {
      if (at == 0) {
        leaf = null;
        return false;
      }
      leaf = leaves.leaf(--at, 1);
      index = leaf.count() - 1;
    }
    return shown();
  }

  @Override
  public RowView row() {
    return view;
  }

  private boolean nextLeaf() throws StoreException {
    if (++at == leaves.fences().size()) {
      leaf = null;
      return false;
    }
    leaf = leaves.leaf(at, AHEAD);
    index = 0;
    return shown();
  }

  private boolean shown() {
    leaf.show(index, view);
    return true;
  }
}
