package dev.latticenano.storage.table;

import dev.latticenano.core.store.FixedRows;
import dev.latticenano.core.store.IdSum;
import dev.latticenano.core.store.Overlay;
import dev.latticenano.core.store.Row;
import dev.latticenano.core.store.RowCursor;
import dev.latticenano.core.store.RowView;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.core.store.SummedTable;
import dev.latticenano.core.store.TableShape;
import dev.latticenano.core.store.VariableRows;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A table of {@link FlashTables}: what was written last on the heap, above what a checkpoint under
 * way has set aside, above tiers of runs, newest first. Of fixed shape it allocates nothing per
 * operation, once it was read as deeply nested as it will be since its layers changed.
 */
final class LayeredTable implements SummedTable {
  private final TableShape shape;
  private final RunKey key;
  private Overlay overlay;
  // Rows that never change, or null; and rows forgotten whose memory is kept.
  private Overlay aside;
  private Overlay spare;
  private byte[] found = {};
  private List<Tier> tiers = List.of();
  // Walks for reads within reads: the first `walking` of them are in use.
  private final List<MergedCursor> walks = new ArrayList<>();
  private int walking;

  /** An empty table; its filters hash with {@code salt}. */
  LayeredTable(TableShape shape, long salt) {
    this.shape = shape;
    overlay = Overlay.of(shape);
    key = new RunKey(salt, shape);
  }

  TableShape shape() {
    return shape;
  }

  /** The rows written since the last checkpoint began. */
  Overlay overlay() {
    return overlay;
  }

  /** The rows that a checkpoint under way makes runs of; null if there are none. */
  Overlay aside() {
    return aside;
  }

  /** A checkpoint begins: what is on the heap changes no more, and is in no run yet. */
  void setAside() {
    aside = overlay;
    overlay = spare == null ? Overlay.of(shape) : spare;
    spare = null;
    walks.clear();
  }

  /** What was set aside is in the tiers by now, or not wanted any more. */
  void dropAside() {
    if (aside == null) {
      return;
    }
    aside.clear();
    if (overlay.count() == 0) {
      // The one that has grown goes on.
      spare = overlay;
      overlay = aside;
    } else {
      spare = aside;
    }
    aside = null;
    walks.clear();
  }

  /** Bytes on the heap that grow with the rows written; of fixed rows their number tells. */
  long variableBytes() {
    return overlay instanceof VariableRows rows ? rows.bytes() : 0;
  }

  /** The tiers, newest first. */
  List<Tier> tiers() {
    return tiers;
  }

  /** Stands on other tiers from now on. */
  void install(List<Tier> others) {
    tiers = List.copyOf(others);
    walks.clear();
  }

  @Override
  public int get(byte[] bytes, int offset, int length, byte[] out, int outOffset)
      throws StoreException {
    int here = overlay.find(bytes, offset, length, out, outOffset);
    if (here != ABSENT) {
      return here == Overlay.BURIED ? ABSENT : here;
    }
    return below(bytes, offset, length, out, outOffset);
  }

  @Override
  public void put(
      byte[] bytes, int offset, int length, byte[] value, int valueOffset, int valueLength)
      throws StoreException {
    overlay.put(bytes, offset, length, value, valueOffset, valueLength);
  }

  @Override
  public void delete(byte[] bytes, int offset, int length) throws StoreException {
    shape.checkKey(length);
    if (shape.summed() || isBelow(bytes, offset, length)) {
      overlay.bury(bytes, offset, length);
    } else {
      overlay.delete(bytes, offset, length);
    }
  }

  private boolean isBelow(byte[] bytes, int offset, int length) throws StoreException {
    if (aside == null && tiers.isEmpty()) {
      return false;
    }
    if (found.length == 0) {
      found = new byte[shape.isFixed() ? shape.valueBytes() : TableShape.VARIABLE_BYTES_MAX];
    }
    return below(bytes, offset, length, found, 0) != ABSENT;
  }

  @Override
  public void range(byte[] from, byte[] to, Reader reader) throws StoreException {
    if (!shape.isRange(from, to)) {
      return;
    }
    if (aside == null && tiers.isEmpty()) {
      overlay.range(from, to, reader);
      return;
    }
    MergedCursor walk = walk();
    walking++;
    try {
      boolean within = isWithinPrefix(from, to);
      boolean at =
          within
              ? walk.seekPrefix(key.wrap(from, 0, from.length), to)
              : walk.seek(from, 0, from.length);
      for (; at; at = walk.next()) {
        RowView row = walk.row();
        if (!row.isBefore(to) || !row.isBuried() && !row.show(reader)) {
          return;
        }
      }
    } finally {
      walking--;
    }
  }

  @Override
  public boolean floor(byte[] bytes, int offset, int length, Row row) throws StoreException {
    shape.checkKey(length);
    MergedCursor walk = walk();
    if (!walk.floor(bytes, offset, length)) {
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
    if (aside != null) {
      ((FixedRows) aside).sum(from, to, sum);
    }
    for (int i = 0; i < tiers.size(); i++) {
      tiers.get(i).sum(from, to, sum);
    }
  }

  /** Cursors over those overlays that are not null, and these tiers, all newest first. */
  static MergedCursor merged(Overlay overlay, Overlay aside, List<Tier> tiers) {
    List<RowCursor> cursors = new ArrayList<>();
    if (overlay != null) {
      cursors.add(overlay.cursor());
    }
    if (aside != null) {
      cursors.add(aside.cursor());
    }
    for (Tier tier : tiers) {
      cursors.add(new TierCursor(tier));
    }
    return new MergedCursor(cursors.toArray(new RowCursor[0]));
  }

  private int below(byte[] bytes, int offset, int length, byte[] out, int outOffset)
      throws StoreException {
    if (aside != null) {
      int here = aside.find(bytes, offset, length, out, outOffset);
      if (here != ABSENT) {
        return here == Overlay.BURIED ? ABSENT : here;
      }
    }
    key.wrap(bytes, offset, length);
    for (int i = 0; i < tiers.size(); i++) {
      int here = tiers.get(i).find(key, out, outOffset);
      if (here != ABSENT) {
        return here == Overlay.BURIED ? ABSENT : here;
      }
    }
    return ABSENT;
  }

  private MergedCursor walk() {
    if (walking == walks.size()) {
      walks.add(merged(overlay, aside, tiers));
    }
    return walks.get(walking);
  }

  // All keys from one bound to the other begin with the filtered prefix of the first.
  private boolean isWithinPrefix(byte[] from, byte[] to) {
    int prefix = shape.filterBytes();
    if (to == null || prefix == 0 || !shape.isFixed()) {
      return false;
    }
    if (Arrays.equals(from, 0, prefix, to, 0, prefix)) {
      return true;
    }
    for (int i = prefix; i < to.length; i++) {
      if (to[i] != 0) {
        return false;
      }
    }
    int i = prefix - 1;
    while (i > 0 && to[i] == 0 && from[i] == (byte) 0xFF) {
      i--;
    }
    return (to[i] & 0xFF) == (from[i] & 0xFF) + 1 && Arrays.equals(from, 0, i, to, 0, i);
  }
}
