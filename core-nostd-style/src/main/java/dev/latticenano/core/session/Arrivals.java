package dev.latticenano.core.session;

import dev.latticenano.core.Limits;
import dev.latticenano.core.Verdict;
import dev.latticenano.core.bytes.Cursor;
import dev.latticenano.core.crypto.Blake3;
import dev.latticenano.core.dag.Dag;
import dev.latticenano.core.dag.IntList;
import dev.latticenano.core.intention.SignedIntentionView;
import dev.latticenano.core.run.RunReader;
import dev.latticenano.core.store.IdSum;
import dev.latticenano.core.store.StoreException;

/**
 * Takes the intentions of the batches that answer a round, and sums up those kept out of the set
 * because of their author: a stranger's, or hidden ones of somebody revoked. Whoever cannot read
 * who is a member holds them all the same, and always will.
 */
final class Arrivals {
  private static final int INTENTION = 5;
  private static final int RUN = 6;

  // Verdicts on the form and the signature of an intention have codes below.
  private static final int FORM_CODES_END = 20;

  private final Dag dag;
  private final HeldRuns runs;
  private final Progress progress;
  private final Portion portion;
  private final Reading reading;
  private final Blake3 blake3;
  private IdSum keptOut;
  private IntList witnessed;
  private int seen;
  private int floated;
  private int repeated;
  private int passed;
  private int wrong;
  private boolean halfway;
  private boolean waiting;
  // Of the message that waits: the field at which it stands, and its run.
  private int waitingAt;
  private RunTaking taking;
  private Verdict worst = Verdict.OK;

  Arrivals(Held store, Progress progress) {
    this.dag = store.dag();
    this.runs = store.runs();
    this.reading = store.reading();
    this.blake3 = store.blake3();
    this.progress = progress;
    this.portion = store.portion();
  }

  /** True for a verdict on the author of an intention, not on whoever passes it on. */
  static boolean isOfAuthor(Verdict verdict) {
    return switch (verdict) {
      case AUTHOR_UNKNOWN, AUTHOR_REVOKED, ACKS_ONLY, CLEAR_OPS_REFUSED -> true;
      default -> false;
    };
  }

  /** True for a verdict on whoever sends an intention: a sound node keeps none like it. */
  private static boolean isOfSender(Verdict verdict) {
    int code = verdict.code();
    boolean isForm = code > 0 && code < FORM_CODES_END;
    return isForm || verdict == Verdict.WRONG_STORE || verdict == Verdict.STORE_PREV_FOREIGN;
  }

  /** True if more than {@link Limits#INTENTIONS_WRONG_MAX} have come that no sound node sends. */
  boolean isOver() {
    return wrong > Limits.INTENTIONS_WRONG_MAX;
  }

  /** True if nothing has come that is to be remembered. */
  boolean isFine() {
    return wrong == 0 && keptOut == null && !halfway && !waiting;
  }

  /** Another round begins. */
  void begin() {
    keptOut = null;
    passed = 0;
    halfway = false;
    stopWaiting();
  }

  private void stopWaiting() {
    waiting = false;
    if (taking != null) {
      runs.giveBack(taking);
      taking = null;
    }
  }

  /** True if something was kept out since. */
  boolean keepsOut() {
    return keptOut != null;
  }

  /** What was kept out since. */
  IdSum keptOut() {
    return keptOut == null ? new IdSum() : keptOut;
  }

  /**
   * True if the last batch could not be taken whole, because something that its run looks up is not
   * here: it is to come again, and to stand alone.
   */
  boolean isHalfway() {
    return halfway;
  }

  /** True if the last batch is taken further when it is another time this store's turn. */
  boolean isWaiting() {
    return waiting;
  }

  /** Intentions of what was taken last. */
  int seen() {
    return seen;
  }

  /** How many of them wait for others. */
  int floated() {
    return floated;
  }

  /** How many of them were here already. */
  int repeated() {
    return repeated;
  }

  /**
   * Takes a batch; what was taken of it before, halfway, is passed over. Of one that {@link
   * #isWaiting} takes more, at the same place of {@code bytes}.
   *
   * @param came gets the places in the witness order of those that came to stand there at once; may
   *     be null
   * @return OK, or what the last one breaks that breaks a rule
   */
  Verdict take(byte[] bytes, int offset, int length, IntList came, long nowMs)
      throws StoreException {
    witnessed = came;
    worst = Verdict.OK;
    halfway = false;
    if (!waiting) {
      seen = 0;
      floated = 0;
      repeated = 0;
      waitingAt = offset;
    }
    waiting = false;
    try {
      Cursor fields = reading.fields().wrap(bytes, offset, length);
      while (goesOn() && fields.nextField()) {
        if (fields.dataOffset() >= waitingAt) {
          takeField(fields, bytes, nowMs);
        }
      }
    } finally {
      if (!waiting) {
        stopWaiting();
      }
    }
    passed = halfway ? seen : waiting ? passed : 0;
    return isOver() ? Verdict.INTENTIONS_WRONG : worst;
  }

  private void takeField(Cursor fields, byte[] bytes, long nowMs) throws StoreException {
    int at = fields.dataOffset();
    int length = fields.dataLength();
    if (fields.fieldNumber() == RUN) {
      taking = taking == null ? runs.take(bytes, at, length) : taking.moved(bytes);
      takeRun(nowMs);
    } else if (fields.fieldNumber() == INTENTION) {
      takeOne(bytes, at, length, null, false, nowMs);
    }
    if (waiting) {
      waitingAt = at;
    } else if (taking != null) {
      runs.giveBack(taking);
      taking = null;
    }
  }

  private boolean goesOn() {
    return !halfway && !waiting && !isOver();
  }

  private void takeRun(long nowMs) throws StoreException {
    while (goesOn() && taking.next(seen < passed, portion.left())) {
      RunReader run = taking.intention();
      takeOne(run.bytes(), run.offset(), run.length(), run.name(), run.isLookedUp(), nowMs);
    }
    if (waiting) {
      taking.putBack();
    } else if (taking.verdict() == Verdict.RUN_CONTEXT_MISSING) {
      halfway = true;
    } else if (taking.verdict() != Verdict.OK) {
      worst = taking.verdict();
    }
  }

  // What was rebuilt from something looked up may be nobody's: it counts if it is sound.
  private void takeOne(
      byte[] bytes, int offset, int length, byte[] name, boolean lookedUp, long nowMs)
      throws StoreException {
    if (seen >= passed) {
      waiting = !portion.take();
      if (waiting) {
        return;
      }
      int before = dag.sequence();
      Verdict verdict = dag.ingest(bytes, offset, length, name, nowMs);
      halfway = lookedUp && !isFine(verdict);
      if (halfway) {
        return;
      }
      worst = isFine(verdict) ? worst : verdict;
      wrong += isOfSender(verdict) ? 1 : 0;
      floated += verdict == Verdict.FLOATING ? 1 : 0;
      repeated += verdict == Verdict.DUPLICATE ? 1 : 0;
      if (witnessed != null && verdict == Verdict.OK && dag.sequence() > before) {
        // What waited for it stands behind it.
        witnessed.add(before + 1);
      }
      count(verdict, bytes, offset, length);
    }
    seen++;
  }

  private static boolean isFine(Verdict verdict) {
    return verdict == Verdict.OK || verdict == Verdict.FLOATING || verdict == Verdict.DUPLICATE;
  }

  private void count(Verdict verdict, byte[] bytes, int offset, int length) throws StoreException {
    boolean duplicate = verdict == Verdict.DUPLICATE;
    boolean out = isOfAuthor(verdict) || duplicate && dag.shown().hiddenCount() > 0;
    SignedIntentionView signed = reading.signed();
    byte[] hash = reading.hash();
    if (out && signed.wrap(bytes, offset, length).check() == Verdict.OK) {
      signed.intention().hash(blake3, hash, 0);
      int row = duplicate ? dag.find(hash, 0) : Dag.NONE;
      out = !duplicate || row != Dag.NONE && !dag.shown().contains(row);
    }
    if (out) {
      keptOut = keptOut == null ? new IdSum() : keptOut;
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
