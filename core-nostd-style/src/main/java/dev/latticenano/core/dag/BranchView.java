package dev.latticenano.core.dag;

import dev.latticenano.core.store.StoreException;

/**
 * How several intentions come to stand beside each other, for people: where their histories part,
 * and what lies between there and each of them. Cold.
 */
public final class BranchView {
  private final Parts parts;

  /** Of the intentions of {@code dag}. */
  public BranchView(Dag dag) {
    this.parts = dag.parts;
  }

  /**
   * The lowest common ancestor of all {@code heads}, of which there is at least one: of all
   * intentions in every past the one of greatest (generation, hash); {@link Dag#NONE} for none.
   */
  public int forkPoint(IntList heads) throws StoreException {
    return parts.branches.lca(heads);
  }

  /**
   * Replaces {@code out} by what lies after {@code from} up to {@code to}, in causal order: the
   * last {@code most} of it. Works out all of it first.
   *
   * @return how many there are
   */
  public int path(int from, int to, int most, IntList out) throws StoreException {
    parts.branches.path(from, to, out);
    int count = out.count();
    if (count > most) {
      for (int i = 0; i < most; i++) {
        out.set(i, out.at(count - most + i));
      }
      out.truncate(most);
    }
    return count;
  }
}
