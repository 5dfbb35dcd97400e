package dev.latticenano.edge.cli;

import dev.latticenano.core.dag.BranchView;
import dev.latticenano.core.dag.Dag;
import dev.latticenano.core.dag.IntList;
import dev.latticenano.core.store.StoreException;
import java.util.List;

/** Where several intentions part: their fork point, and what leads from it to each. */
final class Branching {
  private final BranchView view;
  private final int forkPoint;
  private final IntList path = new IntList();

  private Branching(BranchView view, int forkPoint) {
    this.view = view;
    this.forkPoint = forkPoint;
  }

  /** Of one row or more. */
  static Branching of(Dag dag, List<Integer> heads) throws StoreException {
    IntList rows = new IntList();
    heads.forEach(rows::add);
    BranchView view = new BranchView(dag);
    // Not two by two: where histories crossed, that may miss what all have in common.
    return new Branching(view, view.forkPoint(rows));
  }

  /** The last row that all have in their past, {@link Dag#NONE} if there is none. */
  int forkPoint() {
    return forkPoint;
  }

  /**
   * What lies behind the fork point up to {@code head}, in causal order, lent until the next call;
   * the head alone if there is no fork point.
   */
  IntList path(int head) throws StoreException {
    path.clear();
    if (forkPoint == Dag.NONE) {
      path.add(head);
    } else {
      view.path(forkPoint, head, Integer.MAX_VALUE, path);
    }
    return path;
  }
}
