package dev.latticenano.core.dag;

import dev.latticenano.core.Limits;
import dev.latticenano.core.Verdict;
import dev.latticenano.core.bytes.LittleEndian;
import dev.latticenano.core.crypto.Blake3;
import dev.latticenano.core.crypto.Verifier;
import dev.latticenano.core.intention.IntentionView;
import dev.latticenano.core.intention.SignedIntentionView;
import dev.latticenano.core.store.Store;
import dev.latticenano.core.store.StoreException;

/**
 * The way into the DAG: verify, write to the log, float, witness in cascade. Each waiting intention
 * counts what it still waits for, so that witnessing costs the edges it frees and no scan.
 */
final class Intake {
  private static final int NONE = Rows.NONE;

  private final byte[] storeId;
  private final Store log;
  private final Verifier verifier;
  private final Blake3 blake3;
  private final Rows rows;
  private final Authors authors;
  private final Ancestry ancestry;
  private final WitnessChain witnesses;
  private final WholeSet wholeSet;
  private final SignedIntentionView signed = new SignedIntentionView();
  private final IntList ready = new IntList();
  private final byte[] hash = new byte[32];
  private IntentionView intention;
  private int readyDone;
  private int floatingCount;
  private int missingCount;

  Intake(
      byte[] storeId,
      Store log,
      Verifier verifier,
      Blake3 blake3,
      Rows rows,
      Authors authors,
      Ancestry ancestry,
      WitnessChain witnesses,
      WholeSet wholeSet) {
    this.storeId = storeId;
    this.log = log;
    this.verifier = verifier;
    this.blake3 = blake3;
    this.rows = rows;
    this.authors = authors;
    this.ancestry = ancestry;
    this.witnesses = witnesses;
    this.wholeSet = wholeSet;
  }

  int floatingCount() {
    return floatingCount;
  }

  int missingCount() {
    return missingCount;
  }

  /** Stands where the log stands; see {@link Dag#replay}. */
  void replay(long nowMs) throws StoreException {
    log.scan(0, this::replayRecord);
    for (int row = 0; row < rows.count(); row++) {
      if (rows.state.at(row) == Rows.FLOATING && rows.unmet(row) == 0) {
        ready.add(row);
      }
    }
    witnessReady(nowMs);
  }

  private boolean replayRecord(long position, int kind, byte[] bytes, int offset, int length) {
    if (kind == LogRecord.SIGNED_INTENTION) {
      signed.wrap(bytes, offset, length);
      if (signed.check() == Verdict.OK) {
        openIntention();
        int row = rows.hashes.find(hash, 0);
        if (row == NONE || rows.state.at(row) == Rows.MISSING) {
          admit(position);
        }
      }
    } else if (kind == LogRecord.WITNESS && length == LogRecord.WITNESS_BYTES) {
      int row = rows.hashes.find(bytes, offset);
      // A record lost to a bad sector leaves its descendants floating until it is fetched again.
      if (row != NONE && rows.state.at(row) == Rows.FLOATING && rows.unmet(row) == 0) {
        place(row);
        witnesses.extend(row, LittleEndian.longAt(bytes, offset + 32));
        ready.clear();
      }
    }
    return true;
  }

  /** Takes one signed intention; see {@link Dag#ingest}. */
  Verdict ingest(byte[] bytes, int offset, int length, long nowMs) throws StoreException {
    signed.wrap(bytes, offset, length);
    Verdict verdict = signed.check();
    if (verdict != Verdict.OK) {
      return verdict;
    }
    openIntention();
    if (!inThisStore(bytes)) {
      return Verdict.WRONG_STORE;
    }
    int row = rows.hashes.find(hash, 0);
    if (row != NONE && rows.state.at(row) != Rows.MISSING) {
      return rows.state.at(row) == Rows.REFUSED ? Verdict.STORE_PREV_FOREIGN : Verdict.DUPLICATE;
    }
    if (tablesFull()) {
      return Verdict.TABLE_FULL;
    }
    verdict = verifySignature(bytes);
    if (verdict != Verdict.OK) {
      return verdict;
    }
    long position = log.append(LogRecord.SIGNED_INTENTION, bytes, offset, length);
    row = admit(position);
    if (rows.unmet(row) == 0) {
      ready.add(row);
    }
    witnessReady(nowMs);
    return switch (rows.state.at(row)) {
      case Rows.WITNESSED -> Verdict.OK;
      case Rows.REFUSED -> Verdict.STORE_PREV_FOREIGN;
      default -> Verdict.FLOATING;
    };
  }

  private void openIntention() {
    intention = signed.intention();
    intention.hash(blake3, hash, 0);
  }

  private boolean inThisStore(byte[] bytes) {
    int offset = intention.storeOffset();
    for (int i = 0; i < storeId.length; i++) {
      if (bytes[offset + i] != storeId[i]) {
        return false;
      }
    }
    return true;
  }

  // A flood of intentions that wait for what never comes must not fill the heap.
  private boolean tablesFull() {
    return floatingCount >= Limits.FLOATING_MAX
        || missingCount >= Limits.MISSING_MAX
        || authors.count() >= Limits.AUTHORS_MAX
            && authors.find(intention.bytes(), intention.authorOffset()) == NONE;
  }

  private Verdict verifySignature(byte[] bytes) {
    boolean sound =
        verifier.verifyStrict(
            bytes, intention.authorOffset(), hash, 0, hash.length, bytes, signed.signatureOffset());
    return sound ? Verdict.OK : Verdict.SIGNATURE_WRONG;
  }

  private int admit(long position) {
    byte[] bytes = intention.bytes();
    int before = rows.count();
    int row = rows.hashes.findOrAdd(hash, 0);
    if (row < before) {
      missingCount--;
    }
    rows.state.set(row, Rows.FLOATING);
    rows.position.set(row, position);
    rows.length.set(row, signed.length());
    rows.wallMs.set(row, intention.wallMs());
    rows.counter.set(row, intention.counter());
    rows.author.set(row, authors.findOrAdd(bytes, intention.authorOffset()));
    floatingCount++;
    if (!intention.isFirst()) {
      rows.storePrev.set(row, meet(row, bytes, intention.storePrevOffset()));
    }
    rows.startCondition(row);
    for (int i = 0; i < intention.conditionCount(); i++) {
      rows.cite(row, meet(row, bytes, intention.conditionOffset(i)));
    }
    return row;
  }

  /** The row that {@code row} cites, for which it waits unless that is witnessed. */
  private int meet(int row, byte[] bytes, int offset) {
    int before = rows.count();
    int cited = rows.hashes.findOrAdd(bytes, offset);
    if (rows.count() > before) {
      missingCount++;
    }
    if (rows.state.at(cited) != Rows.WITNESSED) {
      rows.await(row, cited);
    }
    return cited;
  }

  /** Witnesses all that wait for nothing; goes on where a full disk stopped it. */
  void witnessReady(long nowMs) throws StoreException {
    while (readyDone < ready.count()) {
      int row = ready.at(readyDone);
      if (breaksChain(row)) {
        rows.state.set(row, Rows.REFUSED);
        floatingCount--;
      } else {
        witnesses.write(row, nowMs);
        place(row);
      }
      readyDone++;
    }
    ready.clear();
    readyDone = 0;
  }

  private boolean breaksChain(int row) {
    int prev = rows.storePrev.at(row);
    return prev != NONE && rows.author.at(prev) != rows.author.at(row);
  }

  /**
   * Gives {@code row} its height and generation, lengthens its chain or forks it, frees who waited.
   */
  private void place(int row) {
    int prev = rows.storePrev.at(row);
    int author = rows.author.at(row);
    int height = prev == NONE ? 1 : rows.height.at(prev) + 1;
    int generation = prev == NONE ? 0 : rows.generation.at(prev);
    for (int i = 0; i < rows.conditionCount(row); i++) {
      generation = Math.max(generation, rows.generation.at(rows.condition(row, i)));
    }
    rows.height.set(row, height);
    rows.generation.set(row, generation + 1);
    rows.state.set(row, Rows.WITNESSED);
    floatingCount--;
    if (height <= authors.height(author)) {
      authors.fork(author, height - 1);
    }
    if (height > authors.forkHeight(author)) {
      authors.extendBranch(author, row, prev);
    } else {
      authors.extend(author, row);
      for (int i = 0; i < rows.conditionCount(row); i++) {
        ancestry.absorb(author, height, rows.condition(row, i));
      }
    }
    wholeSet.add(
        rows.hashes.word(row, 0),
        rows.hashes.word(row, 1),
        rows.hashes.word(row, 2),
        rows.hashes.word(row, 3));
    witnesses.place(row);
    rows.release(row, ready);
  }
}
