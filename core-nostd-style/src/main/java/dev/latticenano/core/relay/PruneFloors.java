package dev.latticenano.core.relay;

import dev.latticenano.core.Limits;
import dev.latticenano.core.dag.Dag;
import dev.latticenano.core.store.StoreException;

/** How high the floors may rise once all voters have seen so much: docs/relay.md §6, 1 and 2. */
final class PruneFloors {
  private final Dag dag;
  private final Markings markings;

  PruneFloors(Dag dag, Markings markings) {
    this.dag = dag;
    this.markings = markings;
  }

  /**
   * The floors that the marks and acks at or below {@code frontier} allow, one an author; those of
   * at most so many authors rise as one receipt has room for.
   */
  int[] floors(int[] frontier) throws StoreException {
    int[] floors = marked(frontier);
    for (int author = 0; author < floors.length; author++) {
      int floor = Math.max(floors[author], dag.pruning().floor(author));
      floors[author] = overAcks(author, floor, frontier[author]);
    }
    markings.lower(floors);
    int rising = 0;
    for (int author = 0; author < floors.length; author++) {
      int floor = dag.pruning().floor(author);
      if (floors[author] > floor && ++rising > Limits.RECEIPT_AUTHORS_MAX) {
        floors[author] = floor;
      }
    }
    return floors;
  }

  /** The same by marks alone. */
  int[] marked(int[] frontier) {
    int[] floors = new int[frontier.length];
    for (int author = 0; author < floors.length; author++) {
      floors[author] = dag.pruning().floor(author);
    }
    markings.raise(frontier, floors);
    for (int author = 0; author < floors.length; author++) {
      boolean rises = floors[author] > dag.pruning().floor(author);
      floors[author] = rises ? floors[author] : dag.pruning().marked(author);
    }
    return floors;
  }

  // Nothing but acks and what stays: the last ack has all of it in its past, and stays itself.
  private int overAcks(int author, int floor, int stable) throws StoreException {
    int last = 0;
    int height = floor + 1;
    while (height <= stable && isPassed(dag.rowAtHeight(author, height))) {
      last = markings.isAck(dag.rowAtHeight(author, height)) ? height : last;
      height++;
    }
    return Math.max(floor, last - 1);
  }

  private boolean isPassed(int row) {
    return markings.isAck(row) || markings.stays(row);
  }
}
