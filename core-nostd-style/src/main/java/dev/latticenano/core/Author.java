package dev.latticenano.core;

import dev.latticenano.core.crypto.Blake3;
import dev.latticenano.core.crypto.Signer;
import dev.latticenano.core.dag.Dag;
import dev.latticenano.core.intention.AuthorId;
import dev.latticenano.core.intention.EnvelopeView;
import dev.latticenano.core.intention.EnvelopeWriter;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.intention.Hlc;
import dev.latticenano.core.intention.IntentionProof;
import dev.latticenano.core.intention.IntentionView;
import dev.latticenano.core.intention.IntentionWriter;
import dev.latticenano.core.intention.Kept;
import dev.latticenano.core.intention.Marks;
import dev.latticenano.core.intention.UniversalOpView;
import dev.latticenano.core.intention.UniversalOpWriter;
import dev.latticenano.core.seal.EpochKey;
import dev.latticenano.core.state.Right;
import dev.latticenano.core.store.StoreException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Writes this node's own intentions: on its own tip, at a time after everything cited, sealed if
 * the store is, signed. The clock is a hint: an HLC never goes back, whatever the clock says, and
 * what is cited from the far future does not drag the chain along (upstream clamp_future).
 */
final class Author {
  // 2020-01-01: a clock that says less was never set, as on a stick without a battery.
  private static final long CLOCK_SET_MS = 1_577_836_800_000L;

  private static final byte[] NO_OPS = {};

  private final Signer signer;
  private final Blake3 blake3;
  private final AuthorId id;
  private final byte[] key = new byte[Signer.KEY_BYTES];
  private final byte[] hash = new byte[Hash.BYTES];
  private byte[] out = new byte[RowBuffer.FIRST_BYTES];
  private final IntentionWriter writer = new IntentionWriter();
  private final IntentionView header = new IntentionView();
  private final UniversalOpView view = new UniversalOpView();
  private final EnvelopeView envelope = new EnvelopeView();

  Author(Signer signer, Blake3 blake3) {
    this.signer = signer;
    this.blake3 = blake3;
    signer.publicKey(key, 0);
    id = AuthorId.of(key, 0);
  }

  /** As below, and nothing is marked as superseded. */
  Hash write(Replica replica, byte[] ops, List<Hash> condition, long nowMs)
      throws StoreException, RefusedException {
    return write(replica, ops, Hash.ZERO, condition, nowMs);
  }

  /**
   * Writes an intention; durable when this returns. Ops that come in a clear envelope are taken out
   * of it, so that in a sealed store they are sealed like all others; what it says on its outside
   * stands. In place of a snapshot notice its author's intention before is cited.
   *
   * @param ops an encoded UniversalOp; sealed ones are written as they are
   * @param supersedesThrough an intention of our own chain up to which the new one says all again;
   *     zero for none
   */
  Hash write(Replica replica, byte[] ops, Hash supersedesThrough, List<Hash> condition, long nowMs)
      throws StoreException, RefusedException {
    List<Hash> cited = replica.sight().cited(condition);
    return writeCiting(replica, ops, new Marks(supersedesThrough, false), cited, nowMs);
  }

  /** Agrees to the snapshot that {@code notice} tells of, by an ack that names it. */
  Hash agree(Replica replica, Hash notice, long nowMs) throws StoreException, RefusedException {
    return writeCiting(replica, NO_OPS, Marks.NONE, List.of(notice), nowMs);
  }

  private Hash writeCiting(
      Replica replica, byte[] ops, Marks marks, List<Hash> condition, long nowMs)
      throws StoreException, RefusedException {
    if (condition.size() > Limits.CONDITION_HASHES_EMITTED) {
      throw new IllegalArgumentException(
          condition.size() + " hashes cited beyond " + Limits.CONDITION_HASHES_EMITTED);
    }
    if (isClear(ops)) {
      return writeCiting(replica, content(), outside(marks), condition, nowMs);
    }
    // An intention of our own that a full disk left floating is our tip to be: without it the next
    // one would fork the chain.
    Dag dag = replica.dag();
    dag.resume(nowMs);
    int self = dag.findAuthor(key, 0);
    if (self != Dag.NONE && dag.isForked(self)) {
      throw new RefusedException(Verdict.AUTHOR_FORKED);
    }
    checkRight(replica);
    writer.clear().author(key, 0).store(replica.id());
    Hlc own = Hlc.ZERO;
    if (self != Dag.NONE && dag.authorHeight(self) > 0) {
      int tip = dag.tip(self, 0);
      dag.copyHash(tip, hash, 0);
      writer.storePrev(hash, 0);
      own = new Hlc(dag.wallMs(tip), dag.counter(tip));
    }
    Authority authority = replica.projection().authority();
    int tip = self == Dag.NONE || dag.tipCount(self) == 0 ? Dag.NONE : dag.tip(self, 0);
    List<Hash> cited = new ArrayList<>(condition);
    for (Hash unseen : authority.unseen(id, tip)) {
      if (!cited.contains(unseen)) {
        cited.add(unseen);
      }
    }
    writer.timestamp(timestamp(dag, own, cited, nowMs));
    byte[] wrapped = wrapped(replica, ops, marks);
    if (wrapped.length > Limits.OPS_BYTES_EMITTED) {
      throw new IllegalArgumentException(
          "ops of " + wrapped.length + " bytes beyond " + Limits.OPS_BYTES_EMITTED);
    }
    writer.ops(wrapped, 0, wrapped.length);
    int length = sign();
    Hash written = Hash.of(hash, 0);
    Verdict verdict = dag.ingest(out, 0, length, nowMs);
    if (out.length > RowBuffer.KEPT_BYTES) {
      out = new byte[RowBuffer.FIRST_BYTES];
    }
    if (verdict != Verdict.OK) {
      throw new RefusedException(verdict);
    }
    replica.held().sync(nowMs);
    return written;
  }

  /** Leaves what {@link #writer} says in {@link #out}; returns its bytes. */
  private int sign() {
    int length = IntentionProof.sign(writer, signer, blake3, out, 0, out.length, hash, 0);
    if (length < 0) {
      out = new byte[out.length - length];
      length = IntentionProof.sign(writer, signer, blake3, out, 0, out.length, hash, 0);
    }
    return length;
  }

  /** Looks at ops that the caller made; true if they lie in a clear envelope. */
  private boolean isClear(byte[] ops) {
    Verdict verdict = view.wrap(ops, 0, ops.length).check();
    boolean isEnvelope = verdict == Verdict.OK && view.kind() == UniversalOpView.Kind.ENVELOPE;
    verdict = isEnvelope ? envelope.wrap(view).check() : verdict;
    if (verdict != Verdict.OK) {
      throw new IllegalArgumentException("no ops: " + verdict);
    }
    return isEnvelope && envelope.kind() == EnvelopeView.Kind.CLEAR;
  }

  private byte[] content() {
    UniversalOpView clear = envelope.clear();
    int from = clear.offset();
    return Arrays.copyOfRange(clear.bytes(), from, from + clear.length());
  }

  private Marks outside(Marks marks) {
    Hash supersedesThrough = marks.supersedesThrough();
    Hash own =
        envelope.supersedes()
            ? Hash.of(envelope.bytes(), envelope.supersedesOffset())
            : supersedesThrough;
    if (!supersedesThrough.equals(Hash.ZERO) && !supersedesThrough.equals(own)) {
      throw new IllegalArgumentException("two marks: " + own + " and " + supersedesThrough);
    }
    return new Marks(own, marks.keep() || envelope.keeps());
  }

  private void checkRight(Replica replica) throws StoreException, RefusedException {
    Projection projection = replica.projection();
    Right right = Right.isLeave(view, id) ? Right.SELF : Right.of(view, id);
    boolean begins = view.kind() == UniversalOpView.Kind.GENESIS;
    // Who cannot read what was said of it says what it has seen all the same.
    boolean blind = projection.unread() > 0 || !projection.authority().members().isKnown();
    Verdict verdict = Verdict.OK;
    if (!(blind && (begins || right == Right.ACK))) {
      Epochs epochs = projection.epochs();
      boolean locked =
          epochs.isSealed() && replica.seal().ring().find(epochs.current().id()) == null;
      verdict = locked ? Verdict.SEALED_NO_KEY : projection.authority().allows(id, right);
    }
    verdict = replica.bootstrap(verdict);
    if (verdict != Verdict.OK) {
      throw new RefusedException(verdict);
    }
  }

  /** The ops as they travel: bare, or sealed for the place where {@link #writer} stands. */
  private byte[] wrapped(Replica replica, byte[] ops, Marks asked)
      throws StoreException, RefusedException {
    Epochs epochs = replica.projection().epochs();
    // What no mark may pass says so on its envelope.
    boolean kept = Kept.isKept(view);
    boolean speaks = asked.supersedes() || asked.keep() && !kept;
    Marks marks = new Marks(asked.supersedesThrough(), asked.keep() || kept);
    if (!epochs.isSealed() || !speaks && isBare()) {
      return speaks ? marked(ops, marks) : ops;
    }
    EpochKey epochKey = replica.seal().ring().find(epochs.current().id());
    if (epochKey == null) {
      throw new RefusedException(Verdict.SEALED_NO_KEY);
    }
    writer.ops(ops, 0, 0);
    byte[] bytes = new byte[writer.length()];
    writer.write(bytes, 0, bytes.length);
    Verdict verdict = header.wrap(bytes, 0, bytes.length).check();
    if (verdict != Verdict.OK) {
      throw new AssertionError(verdict);
    }
    return replica.seal().seal(header, epochKey, marks, ops);
  }

  /** What a node without keys must be able to read. */
  private boolean isBare() {
    return switch (view.kind()) {
      case ACK, GENESIS, EPOCH_CHANGE, SNAPSHOT, ENVELOPE -> true;
      case APP_DATA, SYSTEM, RESTATEMENT, UNKNOWN -> false;
    };
  }

  private static byte[] marked(byte[] ops, Marks marks) {
    EnvelopeWriter envelope = new EnvelopeWriter().keep(marks.keep()).clear(ops, 0, ops.length);
    if (marks.supersedes()) {
      envelope.supersedesThrough(marks.supersedesThrough().toBytes(), 0);
    }
    byte[] content = new byte[envelope.length()];
    envelope.write(content, 0, content.length);
    UniversalOpWriter universal = new UniversalOpWriter().envelope(content, 0, content.length);
    byte[] out = new byte[universal.length()];
    universal.write(out, 0, out.length);
    return out;
  }

  private Hlc timestamp(Dag dag, Hlc own, List<Hash> condition, long nowMs) throws StoreException {
    boolean hasClock = nowMs >= CLOCK_SET_MS;
    Hlc latest = hasClock ? own : afterAllHeld(dag, own);
    for (Hash cited : condition) {
      cited.write(hash, 0);
      int row = dag.find(hash, 0);
      if (row == Dag.NONE) {
        throw new IllegalArgumentException("cites " + cited + ", which is not witnessed here");
      }
      Hlc seen = seen(dag, row);
      boolean wild =
          hasClock ? seen.isFuture(nowMs, Hlc.DRIFT_MS_MAX) : seen.isFuture(Hlc.BELIEVED_MS_MAX, 0);
      latest = !wild && seen.compareTo(latest) > 0 ? seen : latest;
      writer.addCondition(hash, 0);
    }
    return hasClock ? latest.tick(nowMs) : latest.next();
  }

  /** When {@code row} was written; of one below the floor only that all here is no earlier. */
  private static Hlc seen(Dag dag, int row) throws StoreException {
    int known = dag.pruning().isBelowFloor(row) ? dag.latest() : row;
    return known == Dag.NONE ? Hlc.ZERO : new Hlc(dag.wallMs(known), dag.counter(known));
  }

  /** So that a node without a clock does not write into the past. */
  private static Hlc afterAllHeld(Dag dag, Hlc own) throws StoreException {
    int row = dag.latest();
    Hlc held = row == Dag.NONE ? Hlc.ZERO : new Hlc(dag.wallMs(row), dag.counter(row));
    return held.compareTo(own) > 0 ? held : own;
  }
}
