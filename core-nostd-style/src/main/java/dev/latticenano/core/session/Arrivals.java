package dev.latticenano.core.session;

import dev.latticenano.core.Verdict;
import dev.latticenano.core.bytes.Cursor;
import dev.latticenano.core.crypto.Blake3;
import dev.latticenano.core.dag.Dag;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.intention.SignedIntentionView;
import dev.latticenano.core.store.IdSum;
import dev.latticenano.core.store.StoreException;

/**
 * Takes the intentions of the batches that answer a round, and sums up those kept out of the set
 * because of their author: a stranger's, or hidden ones of somebody revoked. Whoever cannot read
 * who is a member holds them all the same, and always will.
 */
final class Arrivals {
  private static final int INTENTION = 5;

  private final Dag dag;
  private final Progress progress;
  private final IdSum keptOut = new IdSum();
  private final Cursor fields = new Cursor();
  private final SignedIntentionView signed = new SignedIntentionView();
  private final Blake3 blake3 = Blake3.plain();
  private final byte[] hash = new byte[Hash.BYTES];

  Arrivals(Dag dag, Progress progress) {
    this.dag = dag;
    this.progress = progress;
  }

  /** True for a verdict on the author of an intention, not on whoever passes it on. */
  static boolean isOfAuthor(Verdict verdict) {
    return verdict == Verdict.AUTHOR_UNKNOWN || verdict == Verdict.AUTHOR_REVOKED;
  }

  /** Another round begins. */
  void begin() {
    keptOut.clear();
  }

  /** What was kept out since; live. */
  IdSum keptOut() {
    return keptOut;
  }

  /** Takes a batch; OK, or what the last one breaks that breaks a rule. */
  Verdict take(byte[] bytes, int offset, int length, long nowMs) throws StoreException {
    Verdict worst = Verdict.OK;
    fields.wrap(bytes, offset, length);
    while (fields.nextField()) {
      if (fields.fieldNumber() == INTENTION) {
        int at = fields.dataOffset();
        Verdict verdict = dag.ingest(bytes, at, fields.dataLength(), nowMs);
        worst = isFine(verdict) ? worst : verdict;
        count(verdict, bytes, at, fields.dataLength());
      }
    }
    return worst;
  }

  private static boolean isFine(Verdict verdict) {
    return verdict == Verdict.OK || verdict == Verdict.FLOATING || verdict == Verdict.DUPLICATE;
  }

  private void count(Verdict verdict, byte[] bytes, int offset, int length) throws StoreException {
    boolean duplicate = verdict == Verdict.DUPLICATE;
    boolean out = isOfAuthor(verdict) || duplicate && dag.shown().hiddenCount() > 0;
    if (out && signed.wrap(bytes, offset, length).check() == Verdict.OK) {
      signed.intention().hash(blake3, hash, 0);
      int row = duplicate ? dag.find(hash, 0) : Dag.NONE;
      out = !duplicate || row != Dag.NONE && !dag.shown().contains(row);
    }
    if (out) {
      keptOut.add(hash, 0);
    }
    if (out || !isFine(verdict)) {
      progress.refused++;
    } else if (duplicate) {
      progress.repeated++;
    } else {
      progress.received++;
    }
  }
}
