package dev.latticenano.core;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.core.dag.Dag;
import dev.latticenano.core.dag.IntList;
import dev.latticenano.core.intention.AuthorId;
import dev.latticenano.core.store.StoreException;
import java.util.ArrayList;
import java.util.List;

/**
 * Holds every mark in a log against what docs/snapshots.md §8 says of voters, by asking for each
 * pair of intentions which is in the past of which. The same voters have counted all the time.
 */
final class SoundMarks {
  private final Dag dag;
  private final List<Integer> voters = new ArrayList<>();
  private int count;

  /** Looks at all that {@code of} holds. */
  SoundMarks(KvNode of, KvNode... voters) throws StoreException {
    dag = of.replica().dag();
    for (KvNode voter : voters) {
      this.voters.add(dag.findAuthor(voter.key().toBytes(), 0));
    }
    List<AuthorId> now = of.replica().projection().members().voters();
    assertTrue(now.size() == voters.length, now.toString());
    for (RestatedRows.Said said : of.replica().projection().restatements().rows().said(null)) {
      if (said.mark() > 0) {
        count++;
        mark(said.row(), dag.author(said.row()), said.mark());
      }
    }
  }

  /** How many marks there are. */
  int count() {
    return count;
  }

  private void mark(int by, int author, int mark) throws StoreException {
    List<Integer> newest = new ArrayList<>();
    for (int voter : voters) {
      if (voter != author) {
        newest.add(newest(voter, by));
      }
    }
    assertSeen(dag.rowAtHeight(author, mark), newest, by);
    for (int row = 0; row < by; row++) {
      if (replaces(row, author, mark) && dag.isAncestor(row, by)) {
        assertSeen(row, newest, by);
      }
    }
  }

  private int newest(int voter, int by) throws StoreException {
    int height = dag.authorHeight(voter);
    while (height > 0 && !dag.isAncestor(dag.rowAtHeight(voter, height), by)) {
      height--;
    }
    assertTrue(height > 0, "nothing of author " + voter + " in the past of row " + by);
    return dag.rowAtHeight(voter, height);
  }

  private boolean replaces(int row, int author, int mark) throws StoreException {
    IntList cited = new IntList();
    if (!dag.isAck(row)) {
      dag.conditions(row, cited);
    }
    for (int i = 0; i < cited.count(); i++) {
      if (dag.author(cited.at(i)) == author && dag.height(cited.at(i)) <= mark) {
        return true;
      }
    }
    return false;
  }

  private void assertSeen(int row, List<Integer> newest, int by) throws StoreException {
    for (int each : newest) {
      assertTrue(dag.isAncestor(row, each), row + " is not stable for " + by + ": " + each);
    }
  }
}
