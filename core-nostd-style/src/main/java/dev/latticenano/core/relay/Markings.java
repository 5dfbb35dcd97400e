package dev.latticenano.core.relay;

import dev.latticenano.core.Limits;
import dev.latticenano.core.Verdict;
import dev.latticenano.core.dag.Dag;
import dev.latticenano.core.dag.IntList;
import dev.latticenano.core.dag.Staying;
import dev.latticenano.core.intention.EnvelopeView;
import dev.latticenano.core.intention.IntentionView;
import dev.latticenano.core.intention.Kept;
import dev.latticenano.core.intention.SignedIntentionView;
import dev.latticenano.core.intention.UniversalOpView;
import dev.latticenano.core.store.StoreException;
import java.util.BitSet;

/**
 * What the intentions of one store say on their outside, gathered in turns, each read once: which
 * are acks, which are kept, which mark what as superseded, which are snapshots' notices and which
 * agree to one. Holds two bits of every intention, and 12 bytes of each mark and agreement.
 */
final class Markings implements Staying {
  private final Dag dag;
  private final BitSet acks = new BitSet();
  private final BitSet kept = new BitSet();
  private final IntList marks = new IntList();
  private final IntList notices = new IntList();
  private final IntList agreements = new IntList();
  private final IntList cited = new IntList();
  private IntList unread = new IntList();
  private final SignedIntentionView signed = new SignedIntentionView();
  private final UniversalOpView ops = new UniversalOpView();
  private final EnvelopeView envelope = new EnvelopeView();
  private final Kept keeping = new Kept();
  private byte[] bytes = new byte[4096];
  private int next;
  private long mended;

  Markings(Dag dag) {
    this.dag = dag;
    this.mended = dag.mendedCount();
  }

  /** Reads up to {@code rowsMost} of what came since; true as long as there is more. */
  boolean look(int rowsMost) throws StoreException {
    if (mended != dag.mendedCount()) {
      mended = dag.mendedCount();
      IntList again = unread;
      unread = new IntList();
      for (int i = 0; i < again.count(); i++) {
        read(again.at(i));
      }
    }
    next = dag.pruning().next(next);
    for (int left = rowsMost; left > 0 && next < dag.sequence(); left--) {
      read(next);
      next = dag.pruning().next(next + 1);
    }
    return next < dag.sequence();
  }

  private void read(int row) throws StoreException {
    if (dag.pruning().isBelowFloor(row)) {
      return;
    }
    try {
      int length = dag.read(row, bytes, 0);
      if (length < 0) {
        bytes = new byte[Math.min(-2 * length, Limits.SIGNED_BYTES_MAX)];
        length = dag.read(row, bytes, 0);
      }
      signed.wrap(bytes, 0, length);
    } catch (StoreException e) {
      if (!dag.isLost(row)) {
        throw e;
      }
      unread.add(row);
      return;
    }
    if (signed.check() == Verdict.OK) {
      note(row, signed.intention());
    }
  }

  private void note(int row, IntentionView intention) throws StoreException {
    acks.set(row, intention.isAck());
    kept.set(row, keeping.holds(intention));
    ops.wrap(intention.bytes(), intention.opsOffset(), intention.opsLength());
    if (ops.check() == Verdict.OK) {
      boolean isEnvelope = ops.kind() == UniversalOpView.Kind.ENVELOPE;
      if (isEnvelope && envelope.wrap(ops).check() == Verdict.OK && envelope.supersedes()) {
        mark(row, dag.find(envelope.bytes(), envelope.supersedesOffset()));
      } else if (ops.kind() == UniversalOpView.Kind.SNAPSHOT) {
        notices.add(row);
      }
    }
    if (notices.count() > 0 && intention.conditionCount() > 0) {
      dag.conditions(row, cited);
      for (int i = 0; i < cited.count(); i++) {
        if (isNotice(cited.at(i))) {
          agreements.add(row);
          agreements.add(cited.at(i));
        }
      }
    }
  }

  private void mark(int row, int target) throws StoreException {
    boolean own = target != Dag.NONE && dag.author(target) == dag.author(row);
    if (own && dag.height(target) < dag.height(row)) {
      marks.add(dag.author(row));
      marks.add(dag.height(row));
      marks.add(dag.height(target));
    }
  }

  private boolean isNotice(int row) {
    for (int i = 0; i < notices.count(); i++) {
      if (notices.at(i) == row) {
        return true;
      }
    }
    return false;
  }

  /** Snapshots' notices, those that are gone left out. */
  void notices(IntList out) throws StoreException {
    out.clear();
    for (int i = 0; i < notices.count(); i++) {
      if (!dag.pruning().isBelowFloor(notices.at(i))) {
        out.add(notices.at(i));
      }
    }
  }

  /** True if {@code author}, who did not write it, agrees to the notice of {@code row}. */
  boolean agrees(int author, int row) throws StoreException {
    return agreement(author, row) != Dag.NONE;
  }

  /** The row of its sound chain by which it does so; {@link Dag#NONE} if it does not. */
  int agreement(int author, int row) throws StoreException {
    for (int i = 0; i < agreements.count(); i += 2) {
      int by = agreements.at(i);
      if (agreements.at(i + 1) == row
          && !dag.pruning().isBelowFloor(by)
          && dag.author(by) == author
          && dag.height(by) <= dag.authorHeight(author)
          && dag.rowAtHeight(author, dag.height(by)) == by) {
        return by;
      }
    }
    return Dag.NONE;
  }

  /** True if the ops of {@code row} are an ack's. */
  boolean isAck(int row) {
    return acks.get(row);
  }

  @Override
  public boolean stays(int row) {
    return kept.get(row);
  }

  /**
   * Raises {@code floors}, one an author, to the greatest mark whose intention is at or below
   * {@code frontier}.
   */
  void raise(int[] frontier, int[] floors) {
    for (int i = 0; i < marks.count(); i += 3) {
      int author = marks.at(i);
      if (marks.at(i + 1) <= frontier[author]) {
        floors[author] = Math.max(floors[author], marks.at(i + 2));
      }
    }
  }

  /**
   * Lowers {@code floors} below what cannot be read, and below what agrees to a notice that is
   * still here: that is its proof.
   */
  void lower(int[] floors) throws StoreException {
    for (int i = 0; i < unread.count(); i++) {
      lowerBelow(unread.at(i), floors);
    }
    for (int i = 0; i < agreements.count(); i += 2) {
      boolean here = !dag.pruning().isBelowFloor(agreements.at(i + 1));
      if (here && !dag.pruning().isBelowFloor(agreements.at(i))) {
        lowerBelow(agreements.at(i), floors);
      }
    }
  }

  private void lowerBelow(int row, int[] floors) throws StoreException {
    int author = dag.author(row);
    if (dag.height(row) <= floors[author] && !dag.pruning().isBelowFloor(row)) {
      floors[author] = dag.height(row) - 1;
    }
  }
}
