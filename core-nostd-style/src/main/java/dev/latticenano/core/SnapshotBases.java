package dev.latticenano.core;

import dev.latticenano.core.crypto.Verifier;
import dev.latticenano.core.dag.Agreement;
import dev.latticenano.core.dag.Dag;
import dev.latticenano.core.dag.LogRecord;
import dev.latticenano.core.intention.AuthorId;
import dev.latticenano.core.intention.UniversalOpView;
import dev.latticenano.core.session.BaseProof;
import dev.latticenano.core.session.Bases;
import dev.latticenano.core.session.HoledBases;
import dev.latticenano.core.store.ChunkStore;
import dev.latticenano.core.store.Store;
import dev.latticenano.core.store.StoreException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;

/**
 * The snapshots that one store hands to peers that lack what was dropped here, and the one that it
 * is restored from itself. What a peer handed over is kept in the log, so that an empty store goes
 * on fetching after a restart, from whomever it meets.
 */
final class SnapshotBases implements Bases {
  /** What of a snapshot is read while a person or a peer waits. */
  private static final long TURN_BYTES = 1_048_576;

  private final Replica replica;
  private final Dag dag;
  private final Store log;
  private final ChunkStore chunks;
  private final Verifier verifier;
  private final AuthorId self;
  private final Queue<Event> events;
  private final HoledBases holed;
  private Restoring restoring;
  private boolean ready;
  private boolean news;
  private Verdict outcome = Verdict.OK;

  SnapshotBases(
      Replica replica, ChunkStore chunks, Verifier verifier, AuthorId self, Queue<Event> events) {
    this.replica = replica;
    this.dag = replica.dag();
    this.log = replica.log();
    this.chunks = chunks;
    this.verifier = verifier;
    this.self = self;
    this.events = events;
    this.holed = new HoledBases(replica.id(), dag, verifier, self);
  }

  /** Takes up what was under way when the last run ended. */
  void restore() throws StoreException {
    if (dag.sequence() > 0) {
      return;
    }
    BaseProof[] last = {BaseProof.NONE};
    log.scan(
        0,
        (position, kind, bytes, offset, length) -> {
          last[0] = kind == LogRecord.OFFERED ? BaseProof.of(bytes, offset, length) : last[0];
          return true;
        });
    if (!last[0].isEmpty()) {
      begin(last[0]);
    }
  }

  @Override
  public Verdict take(BaseProof proof) throws StoreException {
    if (proof.handover() != null) {
      outcome = holed.take(proof);
      if (outcome != Verdict.OK) {
        events.add(new Event.BaseRefused(replica.id(), outcome));
      }
      return outcome;
    }
    boolean same = restoring != null && restoring.isOf(proof);
    Verdict verdict = same ? Verdict.OK : begin(proof);
    if (restoring != null && !same && dag.sequence() == 0) {
      byte[] body = proof.toBytes();
      log.append(LogRecord.OFFERED, body, 0, body.length);
      log.sync();
    }
    return verdict;
  }

  private Verdict begin(BaseProof proof) throws StoreException {
    Restoring next = new Restoring(replica.id(), dag, log, chunks, proof);
    outcome = next.begin(self, verifier);
    if (outcome != Verdict.OK) {
      events.add(new Event.BaseRefused(replica.id(), outcome));
    } else if (next.isNeeded()) {
      restoring = next;
      ready = false;
      news = true;
    }
    return outcome;
  }

  /** True once after something new is to be fetched. */
  boolean takeNews() {
    boolean was = news;
    news = false;
    return was;
  }

  /** Adds the snapshot whose chunks are being fetched, if there is one. */
  void addOffered(List<Notice> notices) {
    if (restoring != null) {
      notices.add(restoring.notice());
    }
  }

  /** Looks whether all chunks have come. */
  void look() throws StoreException {
    ready = restoring != null && restoring.isWhole();
  }

  /** Goes on for a while if everything has come; true if the store is to be opened again. */
  boolean tick() throws StoreException {
    if (holed.hasStood()) {
      return true;
    }
    if (!ready) {
      return false;
    }
    Restoring.Step step = restoring.turn(replica.seal().ring(), TURN_BYTES);
    ready = step == Restoring.Step.MORE;
    switch (step) {
      // A chunk was damaged: it is to be asked for again.
      case WAITING -> news = true;
      case REFUSED -> {
        outcome = restoring.verdict();
        restoring = null;
        events.add(new Event.BaseRefused(replica.id(), outcome));
      }
      case MORE, DONE -> {}
    }
    return step == Restoring.Step.DONE;
  }

  @Override
  public boolean isAtWork() {
    return ready || holed.isAtWork();
  }

  @Override
  public Verdict outcome() {
    return outcome;
  }

  @Override
  public BaseProof given() throws StoreException {
    Settled settled = replica.settled();
    return settled.notice() == null
        ? holed.given()
        : proof(settled.notice().toBytes(), settled.covered().bytes());
  }

  /** The notice with this content to which most agreed, and those who did. */
  private BaseProof proof(byte[] content, byte[] covered) throws StoreException {
    RowReader reader = new RowReader(dag, replica.seal(), new RowBuffer());
    List<byte[]> best = List.of();
    int row = dag.pruning().next(0);
    for (; row < dag.sequence(); row = dag.pruning().next(row + 1)) {
      if (isNotice(reader, row, content)) {
        List<byte[]> agreeing = agreeing(row);
        best = agreeing.size() > best.size() ? agreeing : best;
      }
    }
    BaseProof proof = best.isEmpty() ? BaseProof.NONE : new BaseProof(best, covered);
    return proof.isTooLarge() ? BaseProof.NONE : proof;
  }

  private static boolean isNotice(RowReader reader, int row, byte[] content) throws StoreException {
    if (!reader.read(row)
        || reader.open() != Verdict.OK
        || reader.ops().kind() != UniversalOpView.Kind.SNAPSHOT) {
      return false;
    }
    int from = reader.ops().contentOffset();
    int to = from + reader.ops().contentLength();
    return Arrays.equals(reader.ops().contentBytes(), from, to, content, 0, content.length);
  }

  private List<byte[]> agreeing(int row) throws StoreException {
    List<byte[]> signed = new ArrayList<>();
    signed.add(signed(row));
    Agreement agreement = new Agreement(dag, row);
    for (int author = 0; author < dag.authorCount(); author++) {
      if (author != dag.author(row) && agreement.agrees(author)) {
        signed.add(signed(agreement.by(author)));
      }
    }
    return signed;
  }

  private byte[] signed(int row) throws StoreException {
    byte[] out = new byte[dag.length(row)];
    dag.read(row, out, 0);
    return out;
  }

  @Override
  public int bytesMax() {
    return 2 * Limits.BASE_HOLES_BYTES_MAX;
  }
}
