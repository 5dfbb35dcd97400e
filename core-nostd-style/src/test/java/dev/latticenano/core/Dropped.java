package dev.latticenano.core;

import dev.latticenano.core.bytes.Hex;
import dev.latticenano.core.dag.BaseWriter;
import dev.latticenano.core.dag.Dag;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.store.IdSum;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.core.store.Table;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * What a relay without keys would have dropped of a node's log: per author all at or below a
 * height. The model of the rule of docs/snapshots.md §8, and of a newcomer that knows no more.
 */
final class Dropped {
  private final KvNode of;
  private final Dag dag;
  private final int[] floors;

  /** Everything at or below {@code floors}, one an author as {@code of} numbers them. */
  Dropped(KvNode of, int[] floors) {
    this.of = of;
    this.dag = of.replica().dag();
    this.floors = Arrays.copyOf(floors, dag.authorCount());
  }

  /** Per author the greatest mark of a restatement among the first {@code rows} witnessed. */
  static Dropped byMarks(KvNode of, int rows) throws StoreException {
    Dag dag = of.replica().dag();
    int[] floors = new int[dag.authorCount()];
    for (RestatedRows.Said said : of.replica().projection().restatements().rows().said(null)) {
      if (said.row() < rows) {
        int author = dag.author(said.row());
        floors[author] = Math.max(floors[author], said.mark());
      }
    }
    return new Dropped(of, floors);
  }

  /** The same, but no more than holds the past of each of its members. */
  Dropped closed() throws StoreException {
    int[] closed = floors.clone();
    boolean changed = true;
    while (changed) {
      changed = false;
      for (int author = 0; author < closed.length; author++) {
        while (closed[author] > 0 && sees(author, closed)) {
          closed[author]--;
          changed = true;
        }
      }
    }
    return new Dropped(of, closed);
  }

  private boolean sees(int author, int[] heights) throws StoreException {
    int row = dag.rowAtHeight(author, heights[author]);
    for (int other = 0; other < heights.length; other++) {
      if (other != author && dag.heightSeen(row, other) > heights[other]) {
        return true;
      }
    }
    return false;
  }

  /** How many intentions are dropped. */
  int count() {
    return Arrays.stream(floors).sum();
  }

  private boolean holds(int row) throws StoreException {
    return dag.height(row) <= floors[dag.author(row)];
  }

  /** Lets an empty node stand on what is left, brought in some order. */
  void bring(KvNode newcomer, Random random) throws StoreException {
    IdSum sum = new IdSum();
    List<Integer> left = new ArrayList<>();
    byte[] hash = new byte[Hash.BYTES];
    for (int row = 0; row < dag.sequence(); row++) {
      if (holds(row)) {
        dag.copyHash(row, hash, 0);
        sum.add(hash, 0);
      } else {
        left.add(row);
      }
    }
    base(newcomer, sum);
    Collections.shuffle(left, random);
    for (int row : left) {
      newcomer.takeRow(of, row);
      if (random.nextInt(4) == 0) {
        newcomer.settle();
      }
    }
    newcomer.settle();
  }

  private void base(KvNode newcomer, IdSum sum) throws StoreException {
    BaseWriter base = newcomer.replica().dag().pruning().restore(sum, new int[0]);
    byte[] key = new byte[32];
    byte[] hash = new byte[Hash.BYTES];
    for (int author = 0; author < floors.length; author++) {
      if (floors[author] > 0) {
        int row = dag.rowAtHeight(author, floors[author]);
        dag.copyAuthorKey(author, key, 0);
        dag.copyHash(row, hash, 0);
        int generation = dag.pruning().generation(row);
        base.floor(key, 0, hash, 0, floors[author], generation, dag.wallMs(row), dag.counter(row));
      }
    }
    for (int author = 0; author < floors.length; author++) {
      for (int height = 1; height < floors[author]; height++) {
        int row = dag.rowAtHeight(author, height);
        dag.copyAuthorKey(author, key, 0);
        dag.copyHash(row, hash, 0);
        base.ghost(key, 0, hash, 0, height, dag.pruning().generation(row));
      }
    }
    base.end();
    newcomer.reopen();
  }

  /** Rows of both tables, as text. */
  static List<String> rows(KvNode node) throws StoreException {
    return rows(node.replica().projection());
  }

  /** The same of any store. */
  static List<String> rows(Projection projection) throws StoreException {
    List<String> rows = new ArrayList<>();
    StateTables tables = projection.tables();
    for (Table table : List.of(tables.systemRows(), tables.stateRows())) {
      table.range(
          new byte[0],
          null,
          (key, keyAt, keyBytes, value, at, bytes) ->
              rows.add(Hex.encode(key, keyAt, keyBytes) + "=" + Hex.encode(value, at, bytes)));
    }
    return rows;
  }
}
