package dev.latticenano.core;

import dev.latticenano.core.bundle.BundleReceipt;
import dev.latticenano.core.dag.Dag;
import dev.latticenano.core.dag.IntList;
import dev.latticenano.core.intention.AuthorId;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.store.StoreException;
import java.util.BitSet;

/**
 * What a peer is known to have of one store: what it had seen when it wrote, and what its last
 * receipt says. What it is not known to have is sent, and at worst it has it.
 */
final class BundleKnown {
  private final Dag dag;
  private final int[] heights;
  private final int[] vector;
  private final BitSet branches = new BitSet();
  private boolean chunksToo;

  /** Nothing is known. */
  BundleKnown(Dag dag) {
    this.dag = dag;
    this.heights = new int[dag.authorCount()];
    this.vector = new int[dag.authorCount()];
  }

  /** The peer wrote the newest of {@code author}, and had seen all that lies below. */
  void wrote(AuthorId author) throws StoreException {
    int number = dag.findAuthor(author.toBytes(), 0);
    if (number == Dag.NONE) {
      return;
    }
    // Of somebody forked nobody knows on which branch this device went on.
    if (!dag.isForked(number) && dag.tipCount(number) == 1) {
      saw(dag.tip(number, 0));
    }
  }

  /** The peer says what it has. */
  void said(BundleReceipt receipt) throws StoreException {
    byte[] bytes = receipt.bytes();
    for (int tip = 0; tip < receipt.tips(); tip++) {
      int row = dag.find(bytes, receipt.hashAt(tip));
      int author = dag.findAuthor(bytes, receipt.authorAt(tip));
      if (row != Dag.NONE) {
        saw(row);
      } else if (author != Dag.NONE && !dag.isForked(author)) {
        // It is further on than we are: its chain holds ours.
        int height = receipt.height(tip);
        heights[author] =
            Math.max(heights[author], Math.min(height, dag.shown().authorHeight(author)));
      }
    }
    chunksToo = receipt.isWhole();
  }

  private void saw(int tip) throws StoreException {
    dag.vector(tip, vector);
    for (int author = 0; author < heights.length; author++) {
      heights[author] = Math.max(heights[author], vector[author]);
    }
    int author = dag.author(tip);
    for (int row = tip;
        row != Dag.NONE && dag.height(row) > dag.authorHeight(author);
        row = dag.storePrev(row)) {
      branches.set(row);
    }
  }

  /** True if the peer has the intention of {@code row}. */
  boolean has(int row) throws StoreException {
    int author = dag.author(row);
    int height = dag.height(row);
    return height <= dag.authorHeight(author) ? height <= heights[author] : branches.get(row);
  }

  /** True if the peer has the content of what {@code hash} wrote. */
  boolean hasContentOf(Hash hash) throws StoreException {
    int row = chunksToo ? dag.find(hash.toBytes(), 0) : Dag.NONE;
    return row != Dag.NONE && has(row);
  }

  /** Replaces {@code out} by the rows that the peer lacks, in witness order, which is causal. */
  void lacks(int durable, IntList out) throws StoreException {
    out.clear();
    for (int author = 0; author < heights.length; author++) {
      int from = Math.max(heights[author], dag.pruning().floor(author));
      for (int height = from + 1; height <= dag.shown().authorHeight(author); height++) {
        add(dag.rowAtHeight(author, height), durable, out);
      }
      IntList branch = dag.shown().branchRows(author);
      for (int i = 0; i < branch.count(); i++) {
        if (!branches.get(branch.at(i))) {
          add(branch.at(i), durable, out);
        }
      }
    }
    out.sort();
  }

  private void add(int row, int durable, IntList out) {
    if (dag.sequenceOf(row) <= durable && !dag.isLost(row)) {
      out.add(row);
    }
  }

  /** True if the peer is not known to have something that is gone here. */
  boolean isBelowFloor() {
    for (int author = 0; author < heights.length; author++) {
      if (heights[author] < dag.pruning().floor(author)) {
        return true;
      }
    }
    return false;
  }
}
