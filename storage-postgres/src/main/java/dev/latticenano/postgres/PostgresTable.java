package dev.latticenano.postgres;

import dev.latticenano.core.store.FixedRows;
import dev.latticenano.core.store.IdSum;
import dev.latticenano.core.store.Overlay;
import dev.latticenano.core.store.Row;
import dev.latticenano.core.store.RowView;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.core.store.SummedTable;
import dev.latticenano.core.store.TableShape;
import dev.latticenano.core.store.VariableRows;

/** A table: what was written since the last checkpoint on the heap, above leaves on the server. */
final class PostgresTable implements SummedTable {
  private final TableShape shape;
  private final Overlay overlay;
  private final Leaves leaves;

  /** On top of {@code leaves}. */
  PostgresTable(Leaves leaves) {
    this.leaves = leaves;
    shape = leaves.shape();
    overlay = Overlay.of(shape);
  }

  TableShape shape() {
    return shape;
  }

  /** The rows that no leaf has yet. */
  Overlay overlay() {
    return overlay;
  }

  /** The rows of the last checkpoint. */
  Leaves leaves() {
    return leaves;
  }

  /** Bytes on the heap that grow with the rows written; of fixed rows their number tells. */
  long variableBytes() {
    return overlay instanceof VariableRows rows ? rows.bytes() : 0;
  }

  @Override
  public int get(byte[] key, int offset, int length, byte[] out, int outOffset)
      throws StoreException {
    int here = overlay.find(key, offset, length, out, outOffset);
    if (here != ABSENT) {
      return here == Overlay.BURIED ? ABSENT : here;
    }
    int at = leaves.indexOf(key, offset, length);
    if (at < 0) {
      return ABSENT;
    }
    Leaf leaf = leaves.leaf(at, 1);
    int index = leaf.search(key, offset, length);
    return index < 0 ? ABSENT : leaf.value(index, out, outOffset);
  }

  @Override
  public void put(
      byte[] key, int offset, int length, byte[] value, int valueOffset, int valueLength)
      throws StoreException {
    overlay.put(key, offset, length, value, valueOffset, valueLength);
  }

  @Override
  public void delete(byte[] key, int offset, int length) throws StoreException {
    shape.checkKey(length);
    if (shape.summed() || isBelow(key, offset, length)) {
      overlay.bury(key, offset, length);
    } else {
      overlay.delete(key, offset, length);
    }
  }

  private boolean isBelow(byte[] key, int offset, int length) throws StoreException {
    int at = leaves.indexOf(key, offset, length);
    return at >= 0 && leaves.leaf(at, 1).search(key, offset, length) >= 0;
  }

  @Override
  public void range(byte[] from, byte[] to, Reader reader) throws StoreException {
    if (!shape.isRange(from, to)) {
      return;
    }
    LayeredWalk walk = walk();
    for (boolean at = walk.seek(from, 0, from.length); at; at = walk.next()) {
      RowView row = walk.row();
      if (!row.isBefore(to) || !row.show(reader)) {
        return;
      }
    }
  }

  @Override
  public boolean floor(byte[] key, int offset, int length, Row row) throws StoreException {
    shape.checkKey(length);
    LayeredWalk walk = walk();
    if (!walk.floor(key, offset, length)) {
      return false;
    }
    row.set(walk.row());
    return true;
  }

  @Override
  public void sum(byte[] from, byte[] to, IdSum sum) throws StoreException {
    if (!shape.isRange(from, to)) {
      return;
    }
    ((FixedRows) overlay).sum(from, to, sum);
    leaves.sum(from, to, sum);
  }

  private LayeredWalk walk() {
    return new LayeredWalk(overlay.cursor(), new LeafCursor(leaves));
  }
}
