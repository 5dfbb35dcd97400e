package dev.latticenano.edge.cli;

import dev.latticenano.core.dag.Dag;
import dev.latticenano.core.dag.IntList;
import dev.latticenano.core.store.StoreException;
import java.util.List;

/** Where several intentions part: their fork point, and what leads from it to each. */
final class Branching {
  private final Dag dag;
  private final int forkPoint;
  private final IntList path = new IntList();

  private Branching(Dag dag, int forkPoint) {
    this.dag = dag;
    this.forkPoint = forkPoint;
  }

  /** Of one row or more. */
  static Branching of(Dag dag, List<Integer> heads) throws StoreException {
    int point = heads.get(0);
    for (int head : heads) {
      point = point == Dag.NONE ? Dag.NONE : dag.lca(point, head);
    }
    return new Branching(dag, point);
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
      dag.path(forkPoint, head, path);
    }
    return path;
  }
}
