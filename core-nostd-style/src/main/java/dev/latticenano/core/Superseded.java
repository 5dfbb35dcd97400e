package dev.latticenano.core;

import dev.latticenano.core.dag.Dag;
import dev.latticenano.core.dag.IntList;
import dev.latticenano.core.intention.AuthorId;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.intention.RestatementView;
import dev.latticenano.core.store.StoreException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;

/**
 * The part of this node's own chain in one store that a restatement can supersede, found out in
 * turns: how far it goes, how many bytes it has, and which heads of others it replaced that must be
 * said again. Rules: docs/snapshots.md §8, what a mark says.
 */
final class Superseded {
  /** So many heads of others at most are said again; more, and restating does not pay. */
  static final int REPLACED_MAX = 65_536;

  private final Dag dag;
  private final RestatedRows rows;
  private final Rereading rereading;
  private final int self;
  private final StableForSelf stable;
  private final TreeSet<ReplacedHead> replaced = new TreeSet<>();
  private final RestatementView view = new RestatementView();
  private final IntList cited = new IntList();
  private final byte[] name = new byte[AuthorId.BYTES];
  private int mark;
  private int last;
  private int count;
  private int author;
  private int above;
  private int watched;
  private int height;
  private long bytes;
  private boolean blocked;
  private boolean hopeless;

  /**
   * Begins with what is {@code stable}.
   *
   * @param self the author's number; its chain is sound and not empty
   */
  Superseded(Dag dag, RestatedRows rows, Rereading rereading, int self, StableForSelf stable)
      throws StoreException {
    this.dag = dag;
    this.rows = rows;
    this.rereading = rereading;
    this.self = self;
    this.stable = stable;
    mark = stable.height(self);
    watched = dag.sequence();
    last = markOf(self);
    height = last;
    above = stable.height(0);
  }

  /** The greatest mark of an author's restatements that are in the past of ours to be. */
  private int markOf(int of) throws StoreException {
    int most = 0;
    for (RestatedRows.Said said : said(of)) {
      most = said.height() <= stable.seen(of) ? Math.max(most, said.mark()) : most;
    }
    return most;
  }

  private List<RestatedRows.Said> said(int of) throws StoreException {
    dag.copyAuthorKey(of, name, 0);
    return rows.said(AuthorId.of(name, 0));
  }

  /** Looks at up to {@code budget} intentions; true when all is known. */
  boolean turn(int budget) throws StoreException {
    int left = budget;
    while (left > 0 && author < stable.authorCount()) {
      left -= unstable();
    }
    while (left > 0 && !hopeless && height < mark) {
      left--;
      own();
    }
    return author == stable.authorCount() && (hopeless || height >= mark);
  }

  // What is not stable may come not to count: of what it replaced the original stays.
  private int unstable() throws StoreException {
    if (above >= dag.authorHeight(author)) {
      author++;
      above = author < stable.authorCount() ? stable.height(author) : 0;
      return 1;
    }
    above++;
    mark = Math.min(mark, leastCited(dag.rowAtHeight(author, above)) - 1);
    return 1;
  }

  /** The least height of this author's chain that {@code row}, unless it is an ack, cites. */
  private int leastCited(int row) throws StoreException {
    int least = Integer.MAX_VALUE;
    if (!dag.isAck(row)) {
      dag.conditions(row, cited);
      for (int i = 0; i < cited.count(); i++) {
        boolean own = dag.author(cited.at(i)) == self;
        least = own ? Math.min(least, dag.height(cited.at(i))) : least;
      }
    }
    return least;
  }

  private void own() throws StoreException {
    int row = dag.rowAtHeight(self, height + 1);
    boolean read = rereading.read(row);
    if (rereading.isKept()) {
      height++;
      return;
    }
    if (!read) {
      hopeless = true;
      return;
    }
    switch (rereading.reader().ops().kind()) {
      case ACK -> {}
      case APP_DATA -> data(row);
      case RESTATEMENT -> again(row);
      default -> {
        mark = height;
        blocked = true;
        return;
      }
    }
    height++;
    last = height;
    count++;
    bytes += dag.length(row);
    hopeless = replaced.size() > REPLACED_MAX;
  }

  private void data(int row) throws StoreException {
    dag.conditions(row, cited);
    if (cited.count() == 0 || !rereading.counts() || rereading.wrote() == null) {
      return;
    }
    List<byte[]> keys = new ArrayList<>();
    rereading.wrote().all((key, heads) -> keys.add(key));
    for (int i = 0; i < cited.count(); i++) {
      int other = cited.at(i);
      if (dag.author(other) != self && isNeeded(other, row)) {
        replaced(other, keys);
      }
    }
  }

  private void replaced(int other, List<byte[]> keys) throws StoreException {
    byte[] bytes = new byte[Hash.BYTES];
    dag.copyHash(other, bytes, 0);
    Hash hash = Hash.of(bytes, 0);
    // Of several keys those that the other wrote, if that can still be read.
    boolean read = keys.size() > 1 && rereading.read(other) && rereading.wrote() != null;
    for (byte[] key : keys) {
      if (!read || rereading.wrote().head(key, hash) != null) {
        replaced.add(new ReplacedHead(key, hash));
      }
    }
  }

  // An earlier restatement of our own goes, too.
  private void again(int row) throws StoreException {
    if (!rereading.counts() || view.wrap(rereading.reader().ops()).check() != Verdict.OK) {
      return;
    }
    List<ReplacedHead> named = new ArrayList<>();
    while (view.nextReplaced()) {
      if (view.space() == RestatementView.STATE) {
        int at = view.keyOffset();
        byte[] key = Arrays.copyOfRange(view.bytes(), at, at + view.keyLength());
        named.add(new ReplacedHead(key, Hash.of(view.bytes(), view.hashOffset())));
      }
    }
    for (ReplacedHead each : named) {
      int other = dag.find(each.hash().toBytes(), 0);
      if (other == Dag.NONE || dag.author(other) != self && isNeeded(other, row)) {
        replaced.add(each);
      }
    }
  }

  /** False if {@code other} goes as well, and its author never said again what {@code row} took. */
  private boolean isNeeded(int other, int row) throws StoreException {
    int of = dag.author(other);
    int at = dag.height(other);
    if (at > markOf(of) || isKept(other)) {
      return true;
    }
    for (RestatedRows.Said said : said(of)) {
      if (said.height() > at) {
        return !dag.isAncestor(row, said.row());
      }
    }
    return true;
  }

  // What its author marked as kept stays, and would come back.
  private boolean isKept(int other) throws StoreException {
    rereading.read(other);
    return rereading.isKept();
  }

  /** True if something came meanwhile that replaces what is to be superseded. */
  boolean isDisturbed() throws StoreException {
    for (; watched < dag.sequence(); watched++) {
      if (leastCited(watched) <= last) {
        return true;
      }
    }
    return false;
  }

  /** True if something of the chain cannot be read, or too many heads would have to be said. */
  boolean isHopeless() {
    return hopeless;
  }

  /** The height of the last that can be superseded; known when {@link #turn} is done. */
  int mark() {
    return last;
  }

  /** How many can be superseded above the last mark; what is kept is none of them. */
  int count() {
    return count;
  }

  /** True if something stands above these that no mark may pass, though all voters have seen it. */
  boolean isBlocked() {
    return blocked;
  }

  /** Bytes of these. */
  long bytes() {
    return bytes;
  }

  /** Heads of others to be said again. */
  TreeSet<ReplacedHead> replaced() {
    return replaced;
  }
}
