package dev.latticenano.core.session;

import dev.latticenano.core.Limits;
import dev.latticenano.core.dag.Dag;
import dev.latticenano.core.dag.SharedRows;
import dev.latticenano.core.reconcile.ItemSet;
import dev.latticenano.core.reconcile.ItemTree;
import dev.latticenano.core.reconcile.ItemsWithout;
import dev.latticenano.core.reconcile.TableItems;
import dev.latticenano.core.store.StoreException;

/**
 * The set that one end brings into a reconciliation: what it may share with the other, as the table
 * of times has it. What of the table is not shared is gathered first and left out; if that is too
 * much, what is shared is gathered on the heap instead; if that is too much as well, there is no
 * set. Rule: docs/reconcile.md §7.
 */
final class SharedItems {
  // Rows read in one step.
  private static final int STEP_ROWS = 512;
  private static final long BEHIND_ALL = -1;

  private final Dag dag;
  private final SharedRows rows;
  private final int heardFloors;
  private final int ownFloors;
  private final ItemTree gathered = new ItemTree();
  private ItemSet items;
  private boolean gathering;

  /**
   * Begins to gather the set of {@code dag} for an end of these floors.
   *
   * @param theirs one an author that is known here, kept
   * @param heardFloors how much lies at or below them
   */
  SharedItems(Dag dag, int[] theirs, int heardFloors) throws StoreException {
    this(dag, theirs, heardFloors, Limits.RECONCILE_EXCEPTIONS_MAX, Limits.RECONCILE_TREE_MAX);
  }

  /** As above, with other limits. */
  SharedItems(Dag dag, int[] theirs, int heardFloors, int exceptionsMax, int treeMax)
      throws StoreException {
    this.dag = dag;
    this.rows = new SharedRows(dag, theirs);
    this.heardFloors = heardFloors;
    this.ownFloors = PeerFloors.own(dag);
    long others = rows.othersCount();
    if (others == 0) {
      items = new TableItems(rows.times());
    } else if (others > 0 && others <= exceptionsMax) {
      items = new ItemsWithout(new TableItems(rows.times()), gathered);
      gathering = true;
      rows.begin(true);
    } else if (rows.count() <= treeMax) {
      items = gathered;
      gathering = true;
      rows.begin(false);
    }
  }

  /** Goes on gathering; true as long as there is more to do. */
  boolean gather() throws StoreException {
    if (gathering && !isOutdated(heardFloors)) {
      gathering = rows.walk(STEP_ROWS, this::add);
    }
    return gathering;
  }

  private void add(long wallMs, byte[] hash) {
    if (wallMs != BEHIND_ALL) {
      gathered.insert(wallMs, hash, 0);
    }
  }

  /** The items; null if there are too many that the table alone cannot tell. */
  ItemSet items() {
    return items;
  }

  /** True if either end's floors are others now than when the set was gathered. */
  boolean isOutdated(int newHeardFloors) {
    return newHeardFloors != heardFloors || PeerFloors.own(dag) != ownFloors;
  }

  /** The row of a hash if it is witnessed here and shared; else {@link Dag#NONE}. */
  int find(byte[] hash, int offset) throws StoreException {
    int row = dag.find(hash, offset);
    return row != Dag.NONE && rows.contains(row) ? row : Dag.NONE;
  }
}
