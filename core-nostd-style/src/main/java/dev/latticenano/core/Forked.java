package dev.latticenano.core;

import dev.latticenano.core.dag.Dag;
import dev.latticenano.core.dag.IntList;
import dev.latticenano.core.intention.AuthorId;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.store.StoreException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;

/** Which intentions the forks of a store leave out of state, as one number to compare. */
final class Forked {
  private final Dag dag;
  private final Map<AuthorId, Integer> told = new HashMap<>();
  private final byte[] key = new byte[32];
  private long version;
  private long mark;

  Forked(Dag dag) {
    this.dag = dag;
  }

  /** Looks again; true if anything may have changed since the last look. */
  boolean settle() throws StoreException {
    boolean settled = dag.settleForks();
    if (!settled && dag.forkVersion() == version) {
      return false;
    }
    version = dag.forkVersion();
    mark = 0;
    for (int i = 0; i < dag.forkedCount(); i++) {
      int author = dag.forkedAuthor(i);
      mark += mixed(author, dag.authorHeight(author));
      IntList branch = dag.branchRows(author);
      for (int j = 0; j < branch.count(); j++) {
        if (dag.isProjected(branch.at(j))) {
          mark += mixed(author, -1 - branch.at(j));
        }
      }
    }
    return true;
  }

  // 2^64 divided by the golden ratio: neighbouring numbers part. Sums do not depend on an order.
  private static long mixed(int author, int number) {
    long pair = (long) author << 32 ^ Integer.toUnsignedLong(number);
    return Long.rotateLeft((pair + 1) * 0x9E37_79B9_7F4A_7C15L, 29) * 0x9E37_79B9_7F4A_7C15L;
  }

  /** Rows above forks that do not count, lowest first. */
  List<Integer> branchRows() {
    List<Integer> rows = new ArrayList<>();
    for (int i = 0; i < dag.forkedCount(); i++) {
      IntList branch = dag.branchRows(dag.forkedAuthor(i));
      for (int j = 0; j < branch.count(); j++) {
        if (!dag.isProjected(branch.at(j))) {
          rows.add(branch.at(j));
        }
      }
    }
    rows.sort(null);
    return rows;
  }

  /**
   * The same as long as forks leave out the same; 0 while there is none. Of this node only: row
   * numbers are in it.
   */
  long mark() {
    return mark;
  }

  /** Tells of forks that are new, or lower than was told. */
  void tell(StoreId id, Queue<Event> events) {
    for (int i = 0; i < dag.forkedCount(); i++) {
      int author = dag.forkedAuthor(i);
      dag.copyAuthorKey(author, key, 0);
      AuthorId who = AuthorId.of(key, 0);
      int height = dag.authorHeight(author);
      Integer before = told.put(who, height);
      if (before == null || before != height) {
        events.add(new Event.Forked(id, who, height));
      }
    }
  }
}
