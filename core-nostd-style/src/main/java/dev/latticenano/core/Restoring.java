package dev.latticenano.core;

import dev.latticenano.core.crypto.Blake3;
import dev.latticenano.core.crypto.Verifier;
import dev.latticenano.core.dag.BaseWriter;
import dev.latticenano.core.dag.Dag;
import dev.latticenano.core.dag.SettledBase;
import dev.latticenano.core.intention.AuthorId;
import dev.latticenano.core.intention.EpochId;
import dev.latticenano.core.intention.SnapshotNoticeView;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.seal.EpochKey;
import dev.latticenano.core.seal.Keyring;
import dev.latticenano.core.session.BaseProof;
import dev.latticenano.core.snapshot.ClearParts;
import dev.latticenano.core.snapshot.Frontier;
import dev.latticenano.core.snapshot.PartCipher;
import dev.latticenano.core.snapshot.SealedParts;
import dev.latticenano.core.snapshot.SnapshotReader;
import dev.latticenano.core.store.ChunkStore;
import dev.latticenano.core.store.Store;
import dev.latticenano.core.store.StoreException;
import java.util.Arrays;

/**
 * Puts one store on a snapshot in place of its log's beginning: looks at the proof, says which
 * chunks are missing, and when all are here reads the snapshot, judges what it says of the store's
 * members, and writes what the store begins with into its log, in turns. The store is as it was
 * until the last record of that is durable; from then on the next opening stands on the snapshot.
 * If anything else comes to the log meanwhile, it begins again. Rules: docs/protocol.md §14, Bases.
 */
public final class Restoring {
  /** How far it has come. */
  public enum Step {
    /** Chunks are missing: ask again when they have come. */
    WAITING,
    /** There is more to read. */
    MORE,
    /** The log says what the store begins with: open the store again. */
    DONE,
    /** Nothing has changed: {@link #verdict} tells the rule. */
    REFUSED
  }

  /** Whoever is interrupted more often than this does the rest at once. */
  static final int RESTARTS_MAX = 4;

  private final StoreId store;
  private final Store log;
  private final ChunkStore chunks;
  private final BaseProof proof;
  private final SnapshotNoticeView notice;
  private final SnapshotNeeds needs;
  private final SettledBase settled;
  private Frontier frontier;
  private Verdict verdict = Verdict.OK;
  private BaseWriter base;
  private RestoredRows rows;
  private SnapshotReader reader;
  private long logEnd;
  private int begun;

  /** Of {@code store}, whose {@code dag} stands over {@code log}. */
  public Restoring(StoreId store, Dag dag, Store log, ChunkStore chunks, BaseProof proof) {
    this.store = store;
    this.log = log;
    this.chunks = chunks;
    this.proof = proof;
    this.notice = proof.notice();
    this.needs = new SnapshotNeeds(chunks);
    this.settled = new SettledBase(dag, log, notice, proof.covered());
  }

  /**
   * Whether the proof holds, and whether what is here goes with it; before anything else.
   *
   * @param self the author whose intentions are not given up
   */
  public Verdict begin(AuthorId self, Verifier verifier) throws StoreException {
    verdict = proof.isEmpty() ? Verdict.BASE_PROOF_WRONG : proof.check(store, verifier);
    if (verdict == Verdict.OK) {
      frontier = Frontier.of(notice);
      verdict = settled.check();
    }
    return verdict == Verdict.OK ? verdict = settled.fits(self) : verdict;
  }

  /** True if {@code other} names the same chunks. */
  boolean isOf(BaseProof other) {
    return !other.isEmpty() && Arrays.equals(other.intentions().get(0), proof.intentions().get(0));
  }

  /** True if the proof is of something that this store has not got. */
  public boolean isNeeded() throws StoreException {
    return settled.isNeeded();
  }

  /** The snapshot. */
  Notice notice() {
    return Notice.of(notice);
  }

  /** True if all its chunks are here. */
  public boolean isWhole() throws StoreException {
    return needs.isWhole(notice);
  }

  /**
   * Goes on for a while, if all chunks are here.
   *
   * @param bytes of content to read, about
   */
  public Step turn(Keyring ring, long bytes) throws StoreException {
    if (verdict != Verdict.OK) {
      return Step.REFUSED;
    }
    if (base == null || log.end() != logEnd) {
      if (!isWhole()) {
        return Step.WAITING;
      }
      start(ring);
    }
    Step step = reader == null ? Step.DONE : read(begun > RESTARTS_MAX ? Long.MAX_VALUE : bytes);
    if (step == Step.DONE) {
      base.end();
    }
    logEnd = log.end();
    return step;
  }

  private void start(Keyring ring) throws StoreException {
    EpochKey epoch =
        notice.sealed() ? ring.find(EpochId.of(notice.bytes(), notice.epochIdOffset())) : null;
    boolean blind = notice.sealed() && epoch == null;
    begun++;
    base = settled.begin();
    reader = blind ? null : reader(epoch);
  }

  private SnapshotReader reader(EpochKey epoch) throws StoreException {
    PartCipher cipher =
        epoch == null ? new ClearParts(store, frontier) : new SealedParts(store, frontier, epoch);
    rows = new RestoredRows(frontier, proof.covered(), base);
    SnapshotReader first =
        new SnapshotReader(store, frontier, cipher, new HeldChunks(chunks), rows);
    first.wrap(notice.bytes(), notice.cidOffset(), notice.size(), notice.levels());
    return first;
  }

  private Step read(long bytes) throws StoreException {
    switch (reader.step(bytes)) {
      case MORE -> {
        return Step.MORE;
      }
      case MISSING -> {
        // It was damaged, and is here no more: it is fetched again, and all begins anew.
        base = null;
        return Step.WAITING;
      }
      case DONE -> {
        verdict = rows.verdict();
        verdict =
            verdict == Verdict.OK ? rows.judge(store, proof.agreed(), Blake3.plain()) : verdict;
      }
      case REFUSED -> verdict = reader.verdict();
    }
    return verdict == Verdict.OK ? Step.DONE : Step.REFUSED;
  }

  /** What was found wrong; OK while nothing was. */
  public Verdict verdict() {
    return verdict;
  }
}
