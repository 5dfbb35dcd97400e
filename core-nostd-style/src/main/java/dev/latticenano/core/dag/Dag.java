package dev.latticenano.core.dag;

import dev.latticenano.core.Verdict;
import dev.latticenano.core.crypto.Blake3;
import dev.latticenano.core.crypto.Verifier;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.store.Store;
import dev.latticenano.core.store.StoreException;

/**
 * The intentions of one store on one node in causal order. An intention enters by {@link #ingest},
 * is verified, written to the log, floats until everything it cites is witnessed, and is then
 * witnessed: it gets the next place in this node's witness order. Rows name intentions; they are
 * valid until the object is dropped. Rules: docs/protocol.md, DAG and ingest.
 *
 * <p>Besides what the {@link Verifier} and the {@link Store} allocate: a duplicate and a refused
 * intention allocate nothing; neither does a new one, except where it is the first to need room
 * that stays (a page of 4096 rows, a list or table doubled, an author, the first citation of one
 * author by another, a fork). Questions of ancestry allocate nothing once their buffers have grown.
 * Not thread-safe: one owner.
 */
public final class Dag {
  /** No such row. */
  public static final int NONE = Rows.NONE;

  private final Store log;
  private final Blake3 blake3 = Blake3.plain();
  private final Rows rows = new Rows();
  private final Authors authors = new Authors();
  private final Reach reach = new Reach();
  private final Ancestry ancestry = new Ancestry(rows, authors, reach);
  private final Branches branches = new Branches(rows, authors, reach, ancestry);
  private final WholeSet wholeSet = new WholeSet();
  private final WitnessChain witnesses;
  private final Forks forks;
  private final Intake intake;
  private int[] vector = new int[16];

  /** An empty DAG over {@code log}; call {@link #replay} before anything else. */
  public Dag(StoreId store, Store log, Verifier verifier) {
    this(store, log, verifier, Capacity.FULL);
  }

  /** As above, but holds only so much. */
  Dag(StoreId store, Store log, Verifier verifier, Capacity capacity) {
    byte[] storeId = store.toBytes();
    this.log = log;
    this.witnesses = new WitnessChain(storeId, rows, log, blake3);
    this.forks = new Forks(rows, authors, ancestry, witnesses);
    this.intake =
        new Intake(
            storeId, log, verifier, blake3, rows, authors, ancestry, witnesses, wholeSet, capacity);
  }

  /**
   * Reads the log and stands where the last run stood. Signatures are not checked again: nothing
   * enters the log unverified, and its checksums guard what lies there. Intentions whose witness
   * record was cut off by a crash are witnessed again; if the disk is full, by a later {@link
   * #ingest} or {@link #resume}.
   */
  public void replay(long nowMs) throws StoreException {
    intake.replay(nowMs);
    forks.settle();
  }

  /**
   * Takes one signed intention, from a peer or our own. Verified before anything is kept; written
   * to the log but durable only after the log's next sync.
   *
   * @return OK: witnessed, perhaps with others that waited for it; FLOATING: kept, waits;
   *     DUPLICATE: was here; TABLE_FULL: try again later; else the rule it breaks, and nothing is
   *     kept
   * @throws StoreException the disk failed or is full. Nothing kept before is lost; the intention
   *     itself is not kept, or kept and witnessed once space returns. Offered again it meets the
   *     same verdict as if the failure had not been, or DUPLICATE
   */
  public Verdict ingest(byte[] bytes, int offset, int length, long nowMs) throws StoreException {
    return intake.ingest(bytes, offset, length, nowMs);
  }

  /** Witnesses what could not be witnessed because the disk was full; harmless at any time. */
  public void resume(long nowMs) throws StoreException {
    intake.witnessReady(nowMs);
  }

  /** Number of witnessed intentions, and the place of the last in the witness order (from 1). */
  public int sequence() {
    return witnesses.count();
  }

  /** The row at a place of the witness order, 1 to {@link #sequence}. */
  public int rowAtSequence(int place) {
    return witnesses.rowAt(place);
  }

  /** The place of a witnessed row in the witness order; 0 if it is not witnessed. */
  public int sequenceOf(int row) {
    return rows.sequence.at(row);
  }

  /** Number of intentions that wait for others. */
  public int floatingCount() {
    return intake.floatingCount();
  }

  /** Number of hashes that are cited but not here. */
  public int missingCount() {
    return intake.missingCount();
  }

  /** The row of a witnessed intention, or {@link #NONE}. */
  public int find(byte[] hash, int offset) {
    int row = rows.hashes.find(hash, offset);
    return row != NONE && rows.state.at(row) == Rows.WITNESSED ? row : NONE;
  }

  /** The witnessed row whose hash begins with these 8 bytes; {@link #NONE} if none or several. */
  public int findByPrefix(byte[] prefix, int offset) {
    int row = rows.hashes.findByPrefix(prefix, offset);
    return row != NONE && rows.state.at(row) == Rows.WITNESSED ? row : NONE;
  }

  /** True if the intention is here: witnessed, floating, or refused after it had floated. */
  public boolean holds(byte[] hash, int offset) {
    int row = rows.hashes.find(hash, offset);
    return row != NONE && rows.state.at(row) != Rows.MISSING;
  }

  /** Copies the 32-byte hash of {@code row}. */
  public void copyHash(int row, byte[] out, int offset) {
    rows.hashes.copy(row, out, offset);
  }

  /**
   * Copies the signed intention of {@code row} as it was received.
   *
   * @return its length, or minus the length if {@code out} is too short
   */
  public int read(int row, byte[] out, int offset) throws StoreException {
    return log.read(rows.position.at(row), out, offset);
  }

  /** Bytes of the signed intention of {@code row}. */
  public int length(int row) {
    return rows.length.at(row);
  }

  /** HLC wall time of {@code row}, Unix ms, unsigned. */
  public long wallMs(int row) {
    return rows.wallMs.at(row);
  }

  /** HLC counter of {@code row}, unsigned. */
  public int counter(int row) {
    return rows.counter.at(row);
  }

  /** Number of authors; they are numbered from 0 in the order first met. */
  public int authorCount() {
    return authors.count();
  }

  /** The number of an author's 32-byte key, or {@link #NONE}. */
  public int findAuthor(byte[] authorKey, int offset) {
    return authors.find(authorKey, offset);
  }

  /** The author whose key begins with these 8 bytes; {@link #NONE} if none or several. */
  public int findAuthorByPrefix(byte[] prefix, int offset) {
    return authors.findByPrefix(prefix, offset);
  }

  /** The author of {@code row}. */
  public int author(int row) {
    return rows.author.at(row);
  }

  /** Copies the 32-byte key of {@code author}. */
  public void copyAuthorKey(int author, byte[] out, int offset) {
    authors.copyKey(author, out, offset);
  }

  /** Height of {@code row} in its author's chain, from 1. */
  public int height(int row) {
    return rows.height.at(row);
  }

  /** Height of an author's sound chain: all of it, or up to the fork parent; 0 for none. */
  public int authorHeight(int author) {
    return authors.height(author);
  }

  /** The row at a height of an author's sound chain, 1 to {@link #authorHeight}. */
  public int rowAtHeight(int author, int height) {
    return authors.rowAt(author, height);
  }

  /** True if the author signed two intentions with one store_prev. */
  public boolean isForked(int author) {
    return authors.isForked(author);
  }

  /** Rises with every fork found: what was projected must then be projected again. */
  public long forkVersion() {
    return authors.forkVersion();
  }

  /** Number of forked authors. */
  public int forkedCount() {
    return authors.forked().count();
  }

  /** The {@code index}-th forked author, in the order found. */
  public int forkedAuthor(int index) {
    return authors.forked().at(index);
  }

  /** Rows of a forked author above the fork parent, in no particular order; lent. */
  public IntList branchRows(int forkedAuthor) {
    return authors.branchRows(forkedAuthor);
  }

  /** Number of an author's tips: 1, more for a forked author, 0 for one with nothing witnessed. */
  public int tipCount(int author) {
    return authors.tipCount(author);
  }

  /** One of an author's tips. */
  public int tip(int author, int index) {
    return authors.tip(author, index);
  }

  /** The row's store_prev, or {@link #NONE}. */
  public int storePrev(int row) {
    return rows.storePrev.at(row);
  }

  /** Number of rows that {@code row} cites besides its store_prev. */
  public int conditionCount(int row) {
    return rows.conditionCount(row);
  }

  /** One of the rows that {@code row} cites. */
  public int condition(int row, int index) {
    return rows.condition(row, index);
  }

  /**
   * Greatest height of {@code author}'s sound chain in the past of {@code row}, itself included.
   */
  public int heightSeen(int row, int author) {
    if (ancestry.isIndexed(row)) {
      return ancestry.heightSeen(row, author);
    }
    reserveVector();
    ancestry.vector(row, vector);
    return vector[author];
  }

  /** True if {@code past} is {@code row} or in its causal past. */
  public boolean isAncestor(int past, int row) {
    return ancestry.isAncestor(past, row);
  }

  /** The common ancestor of greatest (generation, hash), or {@link #NONE}. */
  public int lca(int a, int b) {
    return branches.lca(a, b);
  }

  /** Replaces {@code out} by what lies after {@code from} up to {@code to}, in causal order. */
  public void path(int from, int to, IntList out) {
    branches.path(from, to, out);
  }

  /**
   * True if the intention counts in state: its author's chain is sound up to it, or it is final.
   */
  public boolean isProjected(int row) {
    return forks.isProjected(row);
  }

  /**
   * Names the authors whose acknowledgements make a branch of a fork final; none: nothing is ever
   * final. {@link #NONE} stands for a voter not met here, without whom nothing is final either. A
   * forked author's own voice does not count in its case.
   */
  public void voters(IntList voterAuthors) {
    forks.voters(voterAuthors);
  }

  /** Works out again which branches are final; true if projection must start over. */
  public boolean settleForks() {
    return authors.forked().count() > 0 && forks.settle();
  }

  /** The witnessed row of the greatest HLC, or {@link #NONE} if nothing is witnessed. */
  public int latest() {
    return intake.latest();
  }

  /**
   * Copies the content hash of the last witness record, zero before the first: signed if served.
   */
  void copyWitnessHead(byte[] out, int offset) {
    witnesses.copyHead(out, offset);
  }

  /** Writes the 32-byte digest of the witnessed set. */
  public void digest(byte[] out, int offset) {
    wholeSet.digest(blake3, out, offset);
  }

  private void reserveVector() {
    if (vector.length < authors.count()) {
      vector = new int[authors.count() * 2];
    }
  }
}
