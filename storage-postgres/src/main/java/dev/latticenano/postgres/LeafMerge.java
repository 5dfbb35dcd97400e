package dev.latticenano.postgres;

import dev.latticenano.core.bytes.LittleEndian;
import dev.latticenano.core.store.IdSum;
import dev.latticenano.core.store.Overlay;
import dev.latticenano.core.store.RowCursor;
import dev.latticenano.core.store.RowView;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.core.store.TableShape;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Writes what is on the heap of a table into its leaves: those that a row or a mark falls into are
 * written anew, split evenly when they are too long and joined with the next when they are short.
 * The heap stays as it is; the fences made are to be installed once all is durable.
 */
final class LeafMerge {
  /** Bytes of a leaf, unless a single row is longer. */
  static final int LEAF_BYTES_MAX = 4096;

  private static final int SHORT_BYTES = LEAF_BYTES_MAX / 4;
  private static final int AHEAD = 16;

  private static final byte[] NOTHING = {};

  private final Leaves leaves;
  private final TableShape shape;
  private final RowCursor changes;
  private final int ahead;
  private final RowView leafRow = new RowView();
  // Rows of the leaves that are written anew together, in the form of a leaf.
  private byte[] rows = new byte[LEAF_BYTES_MAX];
  private int rowsBytes;
  private int[] begins = new int[64];
  private int rowCount;
  private boolean live;
  private long free;

  /** What {@code table} has on its heap. */
  LeafMerge(PostgresTable table) {
    leaves = table.leaves();
    shape = table.shape();
    Overlay overlay = table.overlay();
    changes = overlay.cursor();
    // Where most leaves are met, many are asked for at once.
    ahead = overlay.count() * 4L > leaves.fences().size() ? AHEAD : 1;
  }

  /** Writes leaves to {@code out}; the fences that then stand. */
  List<Fence> write(LeafWriter out) throws SQLException, StoreException {
    List<Fence> before = leaves.fences();
    List<Fence> after = new ArrayList<>(before.size() + 16);
    int next = 0;
    free = leaves.freeNumber();
    live = changes.seek(rows, 0, 0);
    while (live) {
      RowView row = changes.row();
      int first = Math.max(0, leaves.indexOf(row.key(), row.keyOffset(), row.keyLength()));
      after.addAll(before.subList(next, first));
      next = first;
      rowsBytes = 0;
      rowCount = 0;
      do {
        boolean there = next < before.size();
        byte[] bound = next + 1 < before.size() ? before.get(next + 1).first() : null;
        merge(there ? leaves.leaf(next, ahead) : null, bound);
        next += there ? 1 : 0;
      } while (rowsBytes < SHORT_BYTES && next < before.size());
      replace(before.subList(first, next), after, out);
    }
    after.addAll(before.subList(next, before.size()));
    return after;
  }

  // Takes the rows of a leaf, and of the heap those before the next leaf.
  private void merge(Leaf leaf, byte[] bound) throws StoreException {
    int count = leaf == null ? 0 : leaf.count();
    int i = 0;
    while (true) {
      boolean change = live && (bound == null || isBefore(changes.row(), bound));
      if (i == count && !change) {
        return;
      }
      int order = 1;
      if (i < count) {
        leaf.show(i, leafRow);
        order = change ? leafRow.compareKey(changes.row()) : -1;
      }
      if (order < 0) {
        add(leafRow);
        i++;
      } else {
        i += order == 0 ? 1 : 0;
        if (!changes.row().isBuried()) {
          add(changes.row());
        }
        live = changes.next();
      }
    }
  }

  private void add(RowView row) {
    int head = head();
    int needed = rowsBytes + head + row.keyLength() + row.valueLength();
    if (needed > rows.length) {
      rows = Arrays.copyOf(rows, Math.max(needed, rows.length * 2));
    }
    if (rowCount + 1 >= begins.length) {
      begins = Arrays.copyOf(begins, begins.length * 2);
    }
    if (head > 0) {
      LittleEndian.putInt(rows, rowsBytes, row.keyLength());
      LittleEndian.putInt(rows, rowsBytes + 4, row.valueLength());
    }
    int at = rowsBytes + head;
    System.arraycopy(row.key(), row.keyOffset(), rows, at, row.keyLength());
    at += row.keyLength();
    System.arraycopy(row.value(), row.valueOffset(), rows, at, row.valueLength());
    begins[rowCount++] = rowsBytes;
    rowsBytes = needed;
    begins[rowCount] = needed;
  }

  private void replace(List<Fence> old, List<Fence> after, LeafWriter out) throws SQLException {
    int parts = (rowsBytes + LEAF_BYTES_MAX - 1) / LEAF_BYTES_MAX;
    int wanted = parts == 0 ? 0 : rowsBytes / parts;
    int made = 0;
    for (int from = 0; from < rowCount; made++) {
      int to = from + 1;
      while (to < rowCount && begins[to] - begins[from] < wanted) {
        to++;
      }
      // What lies before the first of them is not known here; where it began it still begins.
      byte[] first = from > 0 ? between(from) : after.isEmpty() ? NOTHING : old.get(0).first();
      long number = made < old.size() ? old.get(made).number() : free++;
      after.add(written(number, first, from, to, out));
      from = to;
    }
    for (int i = made; i < old.size(); i++) {
      out.delete(old.get(i));
    }
  }

  // The shortest key above row at - 1 and not above row at.
  private byte[] between(int at) {
    int before = begins[at - 1] + head();
    int key = begins[at] + head();
    int same = 0;
    int most = Math.min(keyLength(at - 1), keyLength(at));
    while (same < most && rows[before + same] == rows[key + same]) {
      same++;
    }
    return Arrays.copyOfRange(rows, key, key + same + 1);
  }

  private int head() {
    return shape.isFixed() ? 0 : Leaf.HEAD_BYTES;
  }

  private int keyLength(int at) {
    return shape.isFixed() ? shape.keyBytes() : LittleEndian.intAt(rows, begins[at]);
  }

  private Fence written(long number, byte[] first, int from, int to, LeafWriter out)
      throws SQLException {
    Leaf leaf = Leaf.of(shape, Arrays.copyOfRange(rows, begins[from], begins[to]));
    IdSum sum = null;
    if (shape.summed()) {
      sum = new IdSum();
      leaf.add(0, leaf.count(), sum);
    }
    Fence fence = new Fence(number, first, sum);
    out.put(fence, leaf);
    return fence;
  }

  private static boolean isBefore(RowView row, byte[] bound) {
    int end = row.keyOffset() + row.keyLength();
    return Arrays.compareUnsigned(row.key(), row.keyOffset(), end, bound, 0, bound.length) < 0;
  }
}
