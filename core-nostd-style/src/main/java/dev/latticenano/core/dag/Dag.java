package dev.latticenano.core.dag;

import dev.latticenano.core.Verdict;
import dev.latticenano.core.crypto.Verifier;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.store.Store;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.core.store.Tables;

/**
 * The intentions of one store on one node in causal order. An intention enters by {@link #ingest},
 * is verified, written to the log, floats until everything it cites is witnessed, and is then
 * witnessed: it gets the next place in this node's witness order. Rows name witnessed intentions
 * and never change while the object lives. Rules: docs/protocol.md, DAG and ingest.
 *
 * <p>What is witnessed lies in tables and in the log; the heap holds the authors, what floats, and
 * what was met last. A question may therefore read the disk, and fail as the disk does.
 *
 * <p>Besides what the {@link Verifier}, the {@link Store} and the {@link Tables} allocate: a
 * duplicate and a refused intention allocate nothing; neither does a new one, except where it is
 * the first to need room that stays (a page of 4096 rows, a list or table doubled, an author, a
 * vector kept, a fork). Questions of ancestry allocate nothing later. Not thread-safe: one owner.
 */
public final class Dag {
  /** No such row. */
  public static final int NONE = Rows.NONE;

  final Parts parts;
  private final Rows rows;
  private final Authors authors;
  private final Replay replay;
  private final Pruning pruning;

  /** An empty DAG over {@code log} and tables of it; call {@link #replay} first. */
  public Dag(StoreId store, Store log, Tables tables, Verifier verifier) throws StoreException {
    this(store, log, tables, verifier, Capacity.FULL);
  }

  /** As above, holds only so much. */
  Dag(StoreId store, Store log, Tables tables, Verifier verifier, Capacity capacity)
      throws StoreException {
    parts = new Parts(store, log, Parts.open(tables), verifier, capacity);
    rows = parts.rows;
    authors = parts.authors;
    replay = new Replay(parts);
    pruning = new Pruning(parts);
  }

  /**
   * Stands where the last run stood: takes up the tables as the last checkpoint left them and reads
   * the log from there. Tables of no use are cleared, and the whole log is read. Signatures are not
   * checked again: nothing enters the log unverified. Intentions whose witness record was cut off
   * by a crash are witnessed again; if the disk is full, by a later {@link #ingest}.
   */
  public void replay(long nowMs, ReplayProgress progress) throws StoreException {
    replay.run(nowMs, progress);
    parts.forks.settle();
  }

  /** As above. */
  public void replay(long nowMs) throws StoreException {
    replay(nowMs, ReplayProgress.SILENT);
  }

  /** What is gone, and how more of it goes. */
  public Pruning pruning() {
    return pruning;
  }

  /** Why {@link #replay} made the tables anew; empty if it did not. */
  public String rebuildReason() {
    return replay.rebuildReason();
  }

  /** True if so much has gathered on the heap that a {@link #checkpoint} pays. */
  public boolean isCheckpointDue() {
    return parts.tables.all.isDue();
  }

  /** Places of the witness order that {@link #replay} would read from the log again. */
  public int behind() {
    return rows.count() - parts.checkpoint.rowsKept();
  }

  /** Makes log and tables durable: {@link #replay} starts here. If it fails, the last stands. */
  public void checkpoint() throws StoreException {
    parts.log.sync();
    parts.checkpoint.make(parts.log.end());
  }

  /** Begins a checkpoint that is written in turns if the tables can; else makes it. */
  public void beginCheckpoint() throws StoreException {
    parts.log.sync();
    parts.checkpoint.begin(parts.log.end());
  }

  /**
   * Takes one signed intention, from a peer or our own. Verified before anything is kept; written
   * to the log but durable only after its next sync.
   *
   * @return OK: witnessed, perhaps with what waited for it; FLOATING: kept, waits; DUPLICATE: was
   *     here; TABLE_FULL: try again later; else the rule it breaks, and nothing is kept
   * @throws StoreException the disk failed or is full. Nothing kept before is lost; the intention
   *     itself is not kept, or kept and witnessed once space returns. Offered again it meets the
   *     same verdict as if the failure had not been, or DUPLICATE
   */
  public Verdict ingest(byte[] bytes, int offset, int length, long nowMs) throws StoreException {
    return parts.intake.ingest(bytes, offset, length, null, nowMs);
  }

  /** As above; {@code name} is the 32-byte hash of the intention, null if nobody worked it out. */
  public Verdict ingest(byte[] bytes, int offset, int length, byte[] name, long nowMs)
      throws StoreException {
    return parts.intake.ingest(bytes, offset, length, name, nowMs);
  }

  /** Has signatures looked at before their intentions are ingested. */
  public Foresight foresight() {
    return parts.foresight;
  }

  /** Who is let in from now on; asked between two changes, unless something waits for others. */
  public void gate(Gate gate) {
    parts.intake.gate(gate);
  }

  /** Witnesses what could not be witnessed because the disk was full; harmless at any time. */
  public void resume(long nowMs) throws StoreException {
    parts.intake.witnessReady(nowMs);
  }

  /** Number of witnessed intentions, and the place of the last in the witness order (from 1). */
  public int sequence() {
    return rows.count();
  }

  /** The row at a place of the witness order, 1 to {@link #sequence}. */
  public int rowAtSequence(int place) {
    return place - 1;
  }

  /** The place of a row in the witness order, from 1. */
  public int sequenceOf(int row) {
    return row + 1;
  }

  /** What waits for others, by who brought it. */
  public Afloat afloat() {
    return parts.afloat;
  }

  /** Number of intentions that wait for others. */
  public int floatingCount() {
    return parts.waiting.floatingCount();
  }

  /** Number of hashes that are cited but not here. */
  public int missingCount() {
    return parts.waiting.missingCount();
  }

  /** The row of a witnessed intention, or {@link #NONE}. */
  public int find(byte[] hash, int offset) throws StoreException {
    return parts.names.find(hash, offset);
  }

  /** The row whose hash begins with these 8 bytes; {@link #NONE} if none or several. */
  public int findByPrefix(byte[] prefix, int offset) throws StoreException {
    return parts.names.findByPrefix(prefix, offset);
  }

  /** True if the intention is here, witnessed or floating. */
  public boolean holds(byte[] hash, int offset) throws StoreException {
    return parts.waiting.isFloating(parts.waiting.find(hash, offset))
        || parts.names.find(hash, offset) != NONE;
  }

  /** Copies the 32-byte hash of {@code row}; that of a lost one, too. */
  public void copyHash(int row, byte[] out, int offset) throws StoreException {
    parts.names.copyHash(row, out, offset);
  }

  /**
   * Copies the signed intention of {@code row} as it was received.
   *
   * @return its length, or minus the length if {@code out} is too short
   * @throws StoreException of kind CORRUPT if the record is damaged; then {@link #isLost}
   */
  public int read(int row, byte[] out, int offset) throws StoreException {
    return parts.records.read(row, out, offset);
  }

  /** Bytes of the signed intention of {@code row}. */
  public int length(int row) throws StoreException {
    return rows.length(row);
  }

  /** True if {@code row} is an ack; false for a lost one, of which nobody knows. */
  public boolean isAck(int row) throws StoreException {
    return parts.records.isAck(row);
  }

  /** HLC wall time of {@code row}, Unix ms, unsigned. */
  public long wallMs(int row) throws StoreException {
    return parts.wallMs(row);
  }

  /** HLC counter of {@code row}, unsigned. */
  public int counter(int row) throws StoreException {
    return parts.counter(row);
  }

  /** Number of authors, numbered from 0 in the order first met. */
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
  public int author(int row) throws StoreException {
    return rows.author(row);
  }

  /** Copies the 32-byte key of {@code author}. */
  public void copyAuthorKey(int author, byte[] out, int offset) {
    authors.copyKey(author, out, offset);
  }

  /** Height of {@code row} in its author's chain, from 1. */
  public int height(int row) throws StoreException {
    return rows.height(row);
  }

  /** Height of an author's sound chain: all of it, or up to the fork parent; 0 for none. */
  public int authorHeight(int author) {
    return authors.height(author);
  }

  /** The row at a height of an author's sound chain, from 1; {@link #NONE} below its floor. */
  public int rowAtHeight(int author, int height) throws StoreException {
    return height < parts.floors.of(author) ? NONE : parts.chain.rowAt(author, height);
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
  public int storePrev(int row) throws StoreException {
    return parts.ancestry.storePrev(row);
  }

  /** Replaces {@code out} by the rows that {@code row} cites besides its store_prev. */
  public void conditions(int row, IntList out) throws StoreException {
    out.clear();
    parts.ancestry.conditions(row, out);
  }

  /** Greatest height of {@code author}'s sound chain in the past of {@code row}, with itself. */
  public int heightSeen(int row, int author) throws StoreException {
    return parts.ancestry.heightSeen(row, author);
  }

  /** Fills {@code out}: of each author's sound chain, how much is in the past of {@code row}. */
  public void vector(int row, int[] out) throws StoreException {
    parts.ancestry.vector(row, out);
  }

  /** True if {@code past} is {@code row} or in its causal past. */
  public boolean isAncestor(int past, int row) throws StoreException {
    return parts.ancestry.isAncestor(past, row);
  }

  /** The common ancestor of greatest (generation, hash), or {@link #NONE}. */
  public int lca(int a, int b) throws StoreException {
    return parts.branches.lca(a, b);
  }

  /** Replaces {@code out} by what lies after {@code from} up to {@code to}, in causal order. */
  public void path(int from, int to, IntList out) throws StoreException {
    parts.branches.path(from, to, out);
  }

  /** True if {@code row} counts in state: its chain is sound up to it, or it is final. */
  public boolean isProjected(int row) {
    return parts.forks.isProjected(row);
  }

  /**
   * Names the authors whose acknowledgements make a branch of a fork final; none: nothing is ever
   * final. {@link #NONE} stands for a voter not met here, without whom nothing is final either. A
   * forked author's own voice does not count in its case.
   */
  public void voters(IntList voterAuthors) {
    parts.forks.voters(voterAuthors);
  }

  /** Works out again which branches are final; true if projection must start over. */
  public boolean settleForks() throws StoreException {
    return authors.forked().count() > 0 && parts.forks.settle();
  }

  /** What of the witnessed set peers see. */
  public Shown shown() {
    return parts.shown;
  }

  /** The witnessed row of the greatest HLC that is believed, or {@link #NONE}. */
  public int latest() {
    return parts.order.latest();
  }

  /** Writes the 32-byte digest of the witnessed set. */
  public void digest(byte[] out, int offset) {
    parts.order.digest(parts.blake3, out, offset);
  }

  /** Number of witnessed intentions whose record is damaged, as far as is known. */
  public int lostCount() {
    return parts.lost.count();
  }

  /** True if the record of {@code row} is known to be damaged. */
  public boolean isLost(int row) {
    return parts.lost.contains(row);
  }

  /** Replaces {@code out} by the lost rows, lowest first. */
  public void lost(IntList out) {
    out.clear();
    parts.lost.rows(out);
  }

  /** Rises with every lost row that came back by {@link #ingest}. */
  public long mendedCount() {
    return parts.lost.mended();
  }

  /** Changes whenever other rows are lost. */
  public long lostVersion() {
    return parts.lost.version();
  }

  /** As {@link #ingest}, of what is lost here; all else that is sound in form is a DUPLICATE. */
  public Verdict mend(byte[] bytes, int offset, int length) throws StoreException {
    return parts.intake.mend(bytes, offset, length);
  }

  /** Copies the hash of a lost row, by which peers know it. */
  public void lostHash(int row, byte[] out, int offset) throws StoreException {
    parts.names.copyHash(row, out, offset);
    parts.lost.name(row, out, offset);
  }

  /** The log is damaged from {@code from} to before {@code to}; returns how many rows are lost. */
  public int markLost(long from, long to) throws StoreException {
    return parts.markLost(from, to);
  }
}
