package dev.latticenano.core;

import dev.latticenano.core.crypto.Blake3;
import dev.latticenano.core.crypto.Verifier;
import dev.latticenano.core.dag.BaseWriter;
import dev.latticenano.core.dag.Dag;
import dev.latticenano.core.dag.LogRecord;
import dev.latticenano.core.dag.SettledRecord;
import dev.latticenano.core.intention.AuthorId;
import dev.latticenano.core.intention.EpochId;
import dev.latticenano.core.intention.SnapshotNoticeView;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.seal.EpochKey;
import dev.latticenano.core.seal.Keyring;
import dev.latticenano.core.session.BaseProof;
import dev.latticenano.core.snapshot.ClearParts;
import dev.latticenano.core.snapshot.Covered;
import dev.latticenano.core.snapshot.Frontier;
import dev.latticenano.core.snapshot.PartCipher;
import dev.latticenano.core.snapshot.SealedParts;
import dev.latticenano.core.snapshot.SnapshotReader;
import dev.latticenano.core.store.ChunkStore;
import dev.latticenano.core.store.IdSum;
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
  private final Dag dag;
  private final Store log;
  private final ChunkStore chunks;
  private final BaseProof proof;
  private final SnapshotNoticeView notice;
  private final SnapshotNeeds needs;
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
    this.dag = dag;
    this.log = log;
    this.chunks = chunks;
    this.proof = proof;
    this.notice = proof.notice();
    this.needs = new SnapshotNeeds(chunks);
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
      verdict = checkCovered();
    }
    return verdict == Verdict.OK ? verdict = checkOwn(self) : verdict;
  }

  private Verdict checkCovered() {
    if (proof.covered().length != Covered.length(frontier.count())) {
      return Verdict.BASE_PROOF_WRONG;
    }
    long count = 0;
    for (int i = 0; i < frontier.count(); i++) {
      count += frontier.height(i);
    }
    boolean sane = sum().count() == count && count < Integer.MAX_VALUE;
    return sane ? Verdict.OK : Verdict.BASE_PROOF_WRONG;
  }

  private IdSum sum() {
    IdSum sum = new IdSum();
    sum.read(proof.covered(), 0);
    return sum;
  }

  /** What is held above the frontier must stand on it, and all of one's own be in it. */
  private Verdict checkOwn(AuthorId self) throws StoreException {
    int own = dag.findAuthor(self.toBytes(), 0);
    byte[] key = new byte[AuthorId.BYTES];
    for (int author = 0; author < dag.authorCount(); author++) {
      dag.copyAuthorKey(author, key, 0);
      int row = frontier.indexOf(key, 0);
      int floor = row < 0 ? 0 : frontier.height(row);
      int height = dag.authorHeight(author);
      boolean short0 = height < floor && (dag.isForked(author) || author == own && height > 0);
      boolean other =
          floor > 0
              && height >= floor
              && dag.rowAtHeight(author, floor)
                  != dag.find(frontier.rows(), frontier.tipOffset(row));
      if (short0 || other || dag.pruning().floor(author) > floor) {
        return Verdict.CHECKPOINT_VIOLATED;
      }
    }
    return Verdict.OK;
  }

  /** True if {@code other} names the same chunks. */
  boolean isOf(BaseProof other) {
    return !other.isEmpty() && Arrays.equals(other.intentions().get(0), proof.intentions().get(0));
  }

  /** True if the proof is of something that this store has not got. */
  public boolean isNeeded() throws StoreException {
    for (int i = 0; i < frontier.count(); i++) {
      if (dag.find(frontier.rows(), frontier.tipOffset(i)) == Dag.NONE) {
        return true;
      }
    }
    return false;
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
    settle();
    base = dag.pruning().restore(sum(), heights());
    writeFloors();
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

  private int[] heights() {
    int[] heights = new int[dag.authorCount()];
    byte[] key = new byte[AuthorId.BYTES];
    for (int author = 0; author < heights.length; author++) {
      dag.copyAuthorKey(author, key, 0);
      heights[author] = frontier.heightOf(key, 0);
    }
    return heights;
  }

  private void writeFloors() throws StoreException {
    Covered covered = Covered.of(proof.covered(), 0, frontier.count());
    byte[] rows = frontier.rows();
    for (int i = 0; i < frontier.count(); i++) {
      int height = frontier.height(i);
      long wallMs = covered.wallMs(i);
      int counter = covered.counter(i);
      base.floor(
          rows,
          frontier.authorOffset(i),
          rows,
          frontier.tipOffset(i),
          height,
          height,
          wallMs,
          counter);
    }
  }

  /** What state begins with; it counts only once the frontier is known here. */
  private void settle() throws StoreException {
    byte[] body = SettledRecord.body(notice.bytes(), proof.covered());
    log.append(LogRecord.SETTLED, body, 0, body.length);
  }

  /** What was found wrong; OK while nothing was. */
  public Verdict verdict() {
    return verdict;
  }
}
