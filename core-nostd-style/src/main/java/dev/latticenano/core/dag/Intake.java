package dev.latticenano.core.dag;

import dev.latticenano.core.Verdict;
import dev.latticenano.core.bytes.LittleEndian;
import dev.latticenano.core.crypto.Verifier;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.intention.IntentionView;
import dev.latticenano.core.store.Store;
import dev.latticenano.core.store.StoreException;

/**
 * The way into the DAG: verify, write to the log, float, witness in cascade. What waits for nothing
 * is one record; what floated gets a second when it is witnessed.
 */
final class Intake {
  private static final int NONE = Rows.NONE;
  private static final int FIRST_BYTES = 4096;

  private final Store log;
  private final Verifier verifier;
  private final Rows rows;
  private final Names names;
  private final Authors authors;
  private final Lost lost;
  private final Order order;
  private final Shown shown;
  private final Waiting waiting;
  private final Placement placement;
  private final Unseen unseen;
  private final Offered offered;
  private final Offered waited;
  private final IntList ready = new IntList();
  private final byte[] witness = new byte[LogRecord.WITNESS_BYTES];
  private byte[] record = new byte[FIRST_BYTES];
  private byte[] read = new byte[FIRST_BYTES];
  private Gate gate = Gate.OPEN;
  private int readyDone;
  private boolean placing;

  /**
   * The way in for one DAG.
   *
   * @param offered reads what comes
   * @param waited reads what floated again
   */
  Intake(
      Store log,
      Verifier verifier,
      Rows rows,
      Names names,
      Authors authors,
      Lost lost,
      Order order,
      Shown shown,
      Waiting waiting,
      Placement placement,
      Unseen unseen,
      Offered offered,
      Offered waited) {
    this.log = log;
    this.verifier = verifier;
    this.rows = rows;
    this.names = names;
    this.authors = authors;
    this.lost = lost;
    this.order = order;
    this.shown = shown;
    this.waiting = waiting;
    this.placement = placement;
    this.unseen = unseen;
    this.offered = offered;
    this.waited = waited;
  }

  void clear() {
    ready.clear();
    readyDone = 0;
    placing = false;
  }

  /** Takes one signed intention; see {@link Dag#ingest}. */
  Verdict ingest(byte[] bytes, int offset, int length, byte[] name, long nowMs)
      throws StoreException {
    Verdict verdict = offered.open(bytes, offset, length, name);
    if (verdict != Verdict.OK) {
      return verdict;
    }
    // What a full disk stopped comes first: it may be what this one stands on.
    witnessReady(nowMs);
    int row = names.find(offered.hash(), 0);
    if (lost.contains(row)) {
      return mend(row);
    }
    if (row != NONE || waiting.isFloating(waiting.find(offered.hash(), 0))) {
      return Verdict.DUPLICATE;
    }
    verdict = verdictBeforeSignature();
    if (verdict == Verdict.OK) {
      verdict = verifySignature();
    }
    if (verdict != Verdict.OK) {
      return verdict;
    }
    if (waits(offered)) {
      admit(offered, log.append(LogRecord.SIGNED_INTENTION, bytes, offset, length));
      return Verdict.FLOATING;
    }
    long position = appendWitnessed(bytes, offset, length, nowMs);
    place(offered, position, nowMs);
    witnessReady(nowMs);
    return Verdict.OK;
  }

  /**
   * True if the bytes are an intention that is not here, and of which only the signature is left to
   * be judged; {@link #offered} then shows it. Changes nothing.
   */
  boolean isForSignature(byte[] bytes, int offset, int length, byte[] name) throws StoreException {
    return offered.open(bytes, offset, length, name) == Verdict.OK
        && names.find(offered.hash(), 0) == NONE
        && !waiting.isFloating(waiting.find(offered.hash(), 0))
        && verdictBeforeSignature() == Verdict.OK;
  }

  /** What was opened last; lent. */
  Offered offered() {
    return offered;
  }

  /** What is cheaper to tell than whether the signature is right. */
  private Verdict verdictBeforeSignature() throws StoreException {
    Verdict verdict = verdictOnAuthor();
    if (verdict != Verdict.OK) {
      return verdict;
    }
    offered.resolve();
    return placement.judge(offered);
  }

  /** Who lets new intentions in from now on. */
  void gate(Gate newGate) {
    gate = newGate;
  }

  private Verdict verdictOnAuthor() throws StoreException {
    int handle = waiting.find(offered.hash(), 0);
    boolean awaited = handle != Waiting.NONE && waiting.isAwaited(handle);
    return gate.judges(offered.signed(), offered.hash(), awaited, waiting.missingCount() > 0);
  }

  /** Takes only what is lost; see {@link Dag#mend}. */
  Verdict mend(byte[] bytes, int offset, int length) throws StoreException {
    Verdict verdict = offered.open(bytes, offset, length);
    if (verdict != Verdict.OK) {
      return verdict;
    }
    int row = names.find(offered.hash(), 0);
    return lost.contains(row) ? mend(row) : Verdict.DUPLICATE;
  }

  private long appendWitnessed(byte[] bytes, int offset, int length, long nowMs)
      throws StoreException {
    int recordLength = length + LogRecord.TIME_BYTES;
    if (record.length < recordLength) {
      record = new byte[Math.max(recordLength, 2 * record.length)];
    }
    System.arraycopy(bytes, offset, record, 0, length);
    LittleEndian.putLong(record, length, nowMs);
    return log.append(LogRecord.WITNESSED_INTENTION, record, 0, recordLength);
  }

  /** The intention of a row whose record is damaged comes again. */
  private Verdict mend(int row) throws StoreException {
    Verdict verdict = verifySignature();
    if (verdict == Verdict.OK) {
      IntentionView intention = offered.intention();
      byte[] bytes = intention.bytes();
      int offset = offered.signed().offset();
      long position =
          log.append(LogRecord.SIGNED_INTENTION, bytes, offset, offered.signed().length());
      move(row, position);
    }
    return verdict;
  }

  /** The record of a witnessed row is found at {@code position} now. */
  void move(int row, long position) throws StoreException {
    rows.move(row, position);
    lost.mend(row);
  }

  private Verdict verifySignature() {
    IntentionView intention = offered.intention();
    boolean sound =
        verifier.verifyStrict(
            intention.bytes(),
            intention.authorOffset(),
            offered.hash(),
            0,
            Hash.BYTES,
            intention.bytes(),
            offered.signed().signatureOffset());
    return sound ? Verdict.OK : Verdict.SIGNATURE_WRONG;
  }

  /** What was opened and resolved, and is at {@code position} of the log, floats. */
  int admit(Offered floats, long position) throws StoreException {
    IntentionView intention = floats.intention();
    byte[] bytes = floats.bytes();
    int author = authors.findOrAdd(bytes, intention.authorOffset());
    int handle = waiting.admit(floats.hash(), position, floats.signed().length(), author);
    if (!intention.isFirst() && floats.prev() == NONE) {
      waiting.await(handle, bytes, intention.storePrevOffset());
    }
    for (int i = 0; i < intention.conditionCount(); i++) {
      int offset = intention.conditionOffset(i);
      if (!Hash.isZero(bytes, offset) && names.find(bytes, offset) == NONE) {
        waiting.await(handle, bytes, offset);
      }
    }
    unseen.await(handle, floats);
    return handle;
  }

  /** True if what was resolved is not to be witnessed yet. */
  boolean waits(Offered each) throws StoreException {
    return each.waits() || unseen.any(each);
  }

  /** Gives what was opened and resolved the next place, and frees who waited for it. */
  void place(Offered placed, long position, long wallMs) throws StoreException {
    if (placing) {
      throw new StoreException(
          StoreException.Kind.IO, "the tables failed halfway; open the store again", null);
    }
    placing = true;
    int row = order.place(placed, position, wallMs);
    shown.placed(row);
    waiting.release(placed.hash(), 0, ready);
    unseen.placed(row, ready);
    placing = false;
  }

  /** The name of something that is gone is known now: frees who waited for it. */
  void told(byte[] hash, int offset, long nowMs) throws StoreException {
    waiting.release(hash, offset, ready);
    witnessReady(nowMs);
  }

  /** As above, read from the log, which says later when they were witnessed. */
  void told(byte[] hash, int offset) {
    waiting.release(hash, offset, ready);
    leaveReady();
  }

  /** Adds to what is to be witnessed whatever floats and waits for nothing. */
  void collectReady() throws StoreException {
    unseen.collectLost(ready);
    ready.clear();
    readyDone = 0;
    for (int handle = 0; handle < waiting.bound(); handle++) {
      if (waiting.isFloating(handle) && waiting.isReady(handle)) {
        ready.add(handle);
      }
    }
  }

  /** Forgets what {@link #place} found ready: a witness record in the log will say when. */
  void leaveReady() {
    ready.clear();
  }

  /** Witnesses all that wait for nothing; goes on where a full disk stopped it. */
  void witnessReady(long nowMs) throws StoreException {
    while (readyDone < ready.count()) {
      int handle = ready.at(readyDone);
      if (reopen(handle)) {
        System.arraycopy(waited.hash(), 0, witness, 0, Hash.BYTES);
        LittleEndian.putLong(witness, Hash.BYTES, nowMs);
        log.append(LogRecord.WITNESS, witness, 0, witness.length);
        place(waited, waiting.position(handle), nowMs);
      } else if (waiting.isReady(handle)) {
        waiting.drop(handle);
      }
      readyDone++;
    }
    ready.clear();
    readyDone = 0;
  }

  /**
   * The log says that what floats as {@code handle} was witnessed; it may be unfit all the same.
   */
  void witnessAgain(int handle, long wallMs) throws StoreException {
    if (reopen(handle)) {
      place(waited, waiting.position(handle), wallMs);
      leaveReady();
    }
  }

  /** Reads what floats and waits for nothing; false if it is not to be witnessed. */
  private boolean reopen(int handle) throws StoreException {
    if (!open(handle)) {
      return false;
    }
    waited.resolve();
    unseen.await(handle, waited);
    return waiting.isReady(handle) && !waited.waits() && placement.isOpen(waited);
  }

  /** What {@link #open} read; lent. */
  Offered waited() {
    return waited;
  }

  /** Reads what floats; false if it is damaged. */
  boolean open(int handle) throws StoreException {
    int length = waiting.length(handle);
    int recordLength = length + LogRecord.TIME_BYTES;
    if (read.length < recordLength) {
      read = new byte[Math.max(recordLength, 2 * read.length)];
    }
    try {
      int got = log.read(waiting.position(handle), read, 0);
      if (got != length && got != recordLength) {
        return false;
      }
    } catch (StoreException e) {
      if (e.kind() != StoreException.Kind.CORRUPT) {
        throw e;
      }
      return false;
    }
    return waited.open(read, 0, length) == Verdict.OK;
  }
}
