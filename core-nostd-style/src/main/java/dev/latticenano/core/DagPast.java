package dev.latticenano.core;

import dev.latticenano.core.dag.Dag;
import dev.latticenano.core.intention.AuthorId;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.state.Past;
import dev.latticenano.core.store.StoreException;

/**
 * Who had seen what, as the DAG knows it. What is settled counts as seen by all that was written
 * above it, whether it was pruned here or not.
 */
public final class DagPast implements Past {
  private final Dag dag;
  private final Settled settled;
  private final byte[] name = new byte[Hash.BYTES];

  /** The order of {@code dag}, of which nothing is settled. */
  public DagPast(Dag dag) {
    this(dag, null);
  }

  /** The order of {@code dag} above what is {@code settled}; null: nothing is. */
  DagPast(Dag dag, Settled settled) {
    this.dag = dag;
    this.settled = settled;
  }

  @Override
  public boolean holds(Hash past, Hash of) throws StoreException {
    int earlier = row(past);
    int later = row(of);
    return earlier == Dag.NONE || later != Dag.NONE && isSeen(earlier, later);
  }

  @Override
  public boolean holdsAllOf(AuthorId author, Hash of) throws StoreException {
    author.write(name, 0);
    int number = dag.findAuthor(name, 0);
    int later = row(of);
    for (int i = 0; number != Dag.NONE && i < dag.tipCount(number); i++) {
      if (later == Dag.NONE || !isSeen(dag.tip(number, i), later)) {
        return false;
      }
    }
    return true;
  }

  private boolean isSeen(int earlier, int later) throws StoreException {
    boolean above = settled != null && settled.holds(earlier) && !settled.holds(later);
    return above || dag.isAncestor(earlier, later);
  }

  private int row(Hash hash) throws StoreException {
    hash.write(name, 0);
    return dag.find(name, 0);
  }
}
