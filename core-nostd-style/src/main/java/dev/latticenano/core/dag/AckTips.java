package dev.latticenano.core.dag;

import dev.latticenano.core.store.StoreException;
import java.util.Arrays;

/**
 * What the next ack of an author cites (docs/protocol.md §13): the tips of other authors whose
 * chains have content that is not in the past of its own tip, and, in what room is left, tips with
 * nothing but acks to show, those furthest ahead first. None of them is in the past of another. A
 * question to the graph alone. Of a forked author the sound chain counts.
 */
public final class AckTips {
  private final Dag dag;
  private final ContentHeights contents;
  private final Withheld withheld;
  private int[] seen = new int[16];
  private int[] vector = new int[16];
  private final IntList tips = new IntList();
  private final IntList acksOnly = new IntList();

  /** Of the intentions of {@code dag}. */
  public AckTips(Dag dag, ContentHeights contents) {
    this(dag, contents, Withheld.NOTHING);
  }

  /** As above; in place of what is {@code withheld} its author's intention before it is named. */
  public AckTips(Dag dag, ContentHeights contents, Withheld withheld) {
    this.dag = dag;
    this.contents = contents;
    this.withheld = withheld;
  }

  /**
   * Replaces {@code out} by the rows to cite; by none if there is no news.
   *
   * @param self the number of the author that would write the ack, {@link Dag#NONE} if it has not
   *     written yet
   * @param perAck how many hashes one ack may cite
   */
  public void choose(int self, int perAck, IntList out) throws StoreException {
    out.clear();
    if (self != Dag.NONE && dag.isForked(self)) {
      return;
    }
    look(self);
    if (tips.count() == 0) {
      return;
    }
    // What is witnessed later is not in the past of what was witnessed before.
    tips.sort();
    for (int i = tips.count() - 1; i >= 0; i--) {
      take(tips.at(i), out);
    }
    int furthest = furthest();
    while (out.count() % perAck != 0 && furthest != Dag.NONE) {
      take(furthest, out);
      furthest = furthest();
    }
    dropCovered(out);
  }

  /** Finds the tips to choose from; those with content in {@link #tips}. */
  private void look(int self) throws StoreException {
    int authors = dag.authorCount();
    if (seen.length < authors) {
      seen = new int[authors * 2];
      vector = new int[authors * 2];
    }
    Arrays.fill(seen, 0, authors, 0);
    if (self != Dag.NONE && dag.authorHeight(self) > 0) {
      dag.vector(dag.tip(self, 0), seen);
    }
    tips.clear();
    acksOnly.clear();
    for (int author = 0; author < authors; author++) {
      int height = dag.shown().authorHeight(author);
      boolean ahead = author != self && height > seen[author];
      while (ahead && withheld.isWithheld(dag.rowAtHeight(author, height))) {
        ahead = --height > seen[author];
      }
      if (ahead) {
        int first = contents.oldest(author, seen[author]);
        boolean news = first > 0 && first <= height;
        (news ? tips : acksOnly).add(dag.rowAtHeight(author, height));
      }
    }
  }

  /** Adds {@code tip} unless something chosen has it in its past; then {@link #seen} grows. */
  private void take(int tip, IntList out) throws StoreException {
    if (seen[dag.author(tip)] >= dag.height(tip)) {
      return;
    }
    out.add(tip);
    dag.vector(tip, vector);
    for (int author = 0; author < dag.authorCount(); author++) {
      seen[author] = Math.max(seen[author], vector[author]);
    }
  }

  /** The tip without news that has most above what was seen; none if all are covered. */
  private int furthest() throws StoreException {
    int best = Dag.NONE;
    int most = 0;
    for (int i = 0; i < acksOnly.count(); i++) {
      int tip = acksOnly.at(i);
      int ahead = dag.height(tip) - seen[dag.author(tip)];
      best = ahead > most ? tip : best;
      most = Math.max(most, ahead);
    }
    return best;
  }

  /** An ack that rides along may have in its past what was chosen before it. */
  private void dropCovered(IntList out) throws StoreException {
    int kept = 0;
    for (int i = 0; i < out.count(); i++) {
      boolean covered = false;
      for (int j = 0; j < out.count() && !covered; j++) {
        covered = i != j && dag.isAncestor(out.at(i), out.at(j));
      }
      if (!covered) {
        out.set(kept++, out.at(i));
      }
    }
    out.truncate(kept);
  }
}
