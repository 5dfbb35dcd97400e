package dev.latticenano.core;

import dev.latticenano.core.dag.Dag;
import dev.latticenano.core.dag.Withheld;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.intention.IntentionView;
import dev.latticenano.core.intention.SignedIntentionView;
import dev.latticenano.core.intention.SnapshotNoticeView;
import dev.latticenano.core.intention.UniversalOpView;
import dev.latticenano.core.store.StoreException;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds the snapshot notices among what an intention is about to cite. To name one is to agree to
 * it, so nothing names one but the ack that agrees: its author's intention before it is cited in
 * its place.
 */
final class NoticeSight implements Withheld {
  private final Dag dag;
  private final RowBuffer buffer;
  private final SignedIntentionView signed = new SignedIntentionView();
  private final UniversalOpView ops = new UniversalOpView();
  private final SnapshotNoticeView view = new SnapshotNoticeView();

  /** Reads intentions of {@code dag} into {@code buffer}. */
  NoticeSight(Dag dag, RowBuffer buffer) {
    this.dag = dag;
    this.buffer = buffer;
  }

  /** Nobody knows what a damaged one is: it is withheld, too. */
  @Override
  public boolean isWithheld(int row) throws StoreException {
    return !dag.pruning().isBelowFloor(row) && (!read(row) || isNotice());
  }

  private boolean isNotice() {
    return ops.kind() == UniversalOpView.Kind.SNAPSHOT;
  }

  /** Reads the ops of a row as they stand; false if its record is damaged. */
  private boolean read(int row) throws StoreException {
    int length = buffer.readSound(dag, row);
    if (length < 0 || signed.wrap(buffer.bytes(), 0, length).check() != Verdict.OK) {
      return false;
    }
    IntentionView intention = signed.intention();
    ops.wrap(buffer.bytes(), intention.opsOffset(), intention.opsLength());
    return ops.check() == Verdict.OK || !isNotice();
  }

  /** What the notice of {@code row} says; null if it is none, or none that decodes. */
  Notice notice(int row) throws StoreException {
    boolean sound = read(row) && isNotice() && view.wrap(ops).check() == Verdict.OK;
    return sound ? Notice.of(view) : null;
  }

  /** What is cited in place of {@code condition}; what is not here stays. */
  List<Hash> cited(List<Hash> condition) throws StoreException {
    List<Hash> cited = new ArrayList<>();
    byte[] name = new byte[Hash.BYTES];
    for (Hash hash : condition) {
      hash.write(name, 0);
      int row = dag.find(name, 0);
      boolean here = row != Dag.NONE;
      while (row != Dag.NONE && isWithheld(row)) {
        row = dag.storePrev(row);
      }
      if (row != Dag.NONE) {
        dag.copyHash(row, name, 0);
      }
      Hash instead = Hash.of(name, 0);
      if ((row != Dag.NONE || !here) && !cited.contains(instead)) {
        cited.add(instead);
      }
    }
    return cited;
  }
}
