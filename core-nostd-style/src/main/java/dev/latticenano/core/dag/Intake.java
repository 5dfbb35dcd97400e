package dev.latticenano.core.dag;

import dev.latticenano.core.Verdict;
import dev.latticenano.core.bytes.LittleEndian;
import dev.latticenano.core.crypto.Blake3;
import dev.latticenano.core.crypto.Verifier;
import dev.latticenano.core.intention.Hash;
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
  private final Capacity capacity;
  private final SignedIntentionView signed = new SignedIntentionView();
  private final IntList ready = new IntList();
  private final byte[] hash = new byte[32];
  private IntentionView intention;
  private int readyDone;
  private int floatingCount;
  private int missingCount;
  private int latest = NONE;

  Intake(
      byte[] storeId,
      Store log,
      Verifier verifier,
      Blake3 blake3,
      Rows rows,
      Authors authors,
      Ancestry ancestry,
      WitnessChain witnesses,
      WholeSet wholeSet,
      Capacity capacity) {
    this.storeId = storeId;
    this.log = log;
    this.verifier = verifier;
    this.blake3 = blake3;
    this.rows = rows;
    this.authors = authors;
    this.ancestry = ancestry;
    this.witnesses = witnesses;
    this.wholeSet = wholeSet;
    this.capacity = capacity;
  }

  int floatingCount() {
    return floatingCount;
  }

  int missingCount() {
    return missingCount;
  }

  /** The witnessed row of the greatest (wall time, counter), or {@link Rows#NONE}. */
  int latest() {
    return latest;
  }

  /** Stands where the log stands; see {@link Dag#replay}. */
  void replay(long nowMs) throws StoreException {
    log.scan(0, this::replayRecord);
    for (int row = 0; row < rows.count(); row++) {
      if (rows.state.at(row) == Rows.FLOATING && rows.unmet(row) == 0) {
        ready.add(row);
      }
    }
    try {
      witnessReady(nowMs);
    } catch (StoreException e) {
      // A full disk can still be read; what is ready stays ready.
      if (e.kind() != StoreException.Kind.FULL) {
        throw e;
      }
    }
  }

  private boolean replayRecord(long position, int kind, byte[] bytes, int offset, int length) {
    if (kind == LogRecord.SIGNED_INTENTION) {
      signed.wrap(bytes, offset, length);
      if (signed.check() == Verdict.OK && inThisStore(bytes)) {
        openIntention();
        int row = rows.hashes.find(hash, 0);
        if (row == NONE || rows.state.at(row) == Rows.MISSING) {
          admit(position);
        }
      }
    } else if (kind == LogRecord.WITNESS && length == LogRecord.WITNESS_BYTES) {
      int row = rows.hashes.find(bytes, offset);
      // A record lost to a bad sector leaves its descendants floating until it is fetched again.
      if (row != NONE
          && rows.state.at(row) == Rows.FLOATING
          && rows.unmet(row) == 0
          && !breaksChain(row)) {
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
    if (!inThisStore(bytes)) {
      return Verdict.WRONG_STORE;
    }
    openIntention();
    // What a full disk stopped comes first: it may be what this one stands on.
    witnessReady(nowMs);
    int row = rows.hashes.find(hash, 0);
    if (row != NONE && rows.state.at(row) != Rows.MISSING) {
      return rows.state.at(row) == Rows.REFUSED ? Verdict.STORE_PREV_FOREIGN : Verdict.DUPLICATE;
    }
    verdict = verdictOnPlace(bytes);
    if (verdict == Verdict.OK) {
      verdict = verifySignature(bytes);
    }
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
    intention.hash(blake3, hash, 0);
  }

  private boolean inThisStore(byte[] bytes) {
    intention = signed.intention();
    int offset = intention.storeOffset();
    for (int i = 0; i < storeId.length; i++) {
      if (bytes[offset + i] != storeId[i]) {
        return false;
      }
    }
    return true;
  }

  /**
   * Whether there is a place for the intention: on its own author's chain, and in the tables if it
   * has to wait. What can be witnessed at once is never turned away because others wait, or a flood
   * that waits for what never comes would stall the store.
   */
  private Verdict verdictOnPlace(byte[] bytes) {
    int author = authors.find(bytes, intention.authorOffset());
    boolean floats = false;
    int missing = 0;
    if (!intention.isFirst()) {
      int prev = rows.hashes.find(bytes, intention.storePrevOffset());
      if (prev != NONE && rows.state.at(prev) != Rows.MISSING && rows.author.at(prev) != author) {
        return Verdict.STORE_PREV_FOREIGN;
      }
      missing += prev == NONE ? 1 : 0;
      floats = !isWitnessed(prev);
    }
    for (int i = 0; i < intention.conditionCount(); i++) {
      int offset = intention.conditionOffset(i);
      if (!Hash.isZero(bytes, offset)) {
        int cited = rows.hashes.find(bytes, offset);
        missing += cited == NONE ? 1 : 0;
        floats |= !isWitnessed(cited);
      }
    }
    boolean full =
        floats
                && (floatingCount >= capacity.floatingMax()
                    || missingCount + missing > capacity.missingMax())
            || author == NONE && authors.count() >= capacity.authorsMax();
    return full ? Verdict.TABLE_FULL : Verdict.OK;
  }

  private boolean isWitnessed(int row) {
    return row != NONE && rows.state.at(row) == Rows.WITNESSED;
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
      int offset = intention.conditionOffset(i);
      // The zero hash names nothing, and nothing need be awaited for it (as in the Rust engine).
      if (!Hash.isZero(bytes, offset)) {
        rows.cite(row, meet(row, bytes, offset));
      }
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
        floatsNoMore();
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
    if (latest == NONE || isLater(row, latest)) {
      latest = row;
    }
    rows.release(row, ready);
    floatsNoMore();
  }

  private void floatsNoMore() {
    floatingCount--;
    if (floatingCount == 0) {
      rows.forgetWaiters();
    }
  }

  private boolean isLater(int row, int than) {
    int order = Long.compareUnsigned(rows.wallMs.at(row), rows.wallMs.at(than));
    return order > 0
        || order == 0 && Integer.compareUnsigned(rows.counter.at(row), rows.counter.at(than)) > 0;
  }
}
