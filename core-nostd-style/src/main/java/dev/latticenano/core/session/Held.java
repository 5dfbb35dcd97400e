package dev.latticenano.core.session;

import dev.latticenano.core.Limits;
import dev.latticenano.core.crypto.Blake3;
import dev.latticenano.core.dag.Dag;
import dev.latticenano.core.dag.ReplayProgress;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.store.Store;
import dev.latticenano.core.store.StoreException;

/**
 * A store that this node holds, as sessions see it, and how much of it a power cut cannot take:
 * only that is shown to a peer, so that nobody ever builds on what may be lost again. What sessions
 * of any link bring waits a moment for one sync that makes all of it durable.
 */
public final class Held {
  /** Rows that the next start may have to read from the log again. */
  private static final int BEHIND_MAX = 4096;

  /** Fewer are not worth a checkpoint. */
  private static final int BEHIND_MIN = 256;

  private static final long NEVER = Long.MAX_VALUE;

  private final StoreId id;
  private final Dag dag;
  private final Store log;
  private final HeldRuns runs;
  private final Blake3 blake3 = Blake3.plain();
  private final Gain gain;
  private final Reading reading;
  private final OwnDigest digest;
  private final Portion portion = new Portion();
  private GroupCommit commit = GroupCommit.MAINS;
  private int durable;
  private long commits;
  private long committedEnd = -1;
  private long waitingBytes;
  private long waitingSinceMs;
  private long dueAtMs = NEVER;
  private int checkpointFrom;
  private Keeper keeper = () -> {};
  private Bases bases = Bases.NONE;
  private NeededChunks needed = NeededChunks.NONE;
  private Meetings meetings = Meetings.NONE;
  private boolean met;
  private Store custody;
  private Audience audience = Audience.EVERYBODY;

  /** Whoever has more to keep than the DAG. */
  public interface Keeper {
    /** The tables are about to be made durable: writes to them what is only on the heap. */
    void keep() throws StoreException;
  }

  /** A store, its intentions and where they lie; all the caller's. */
  public Held(StoreId id, Dag dag, Store log) {
    this.id = id;
    this.dag = dag;
    this.log = log;
    this.custody = log;
    runs = new HeldRuns(id, dag);
    gain = new Gain(dag);
    reading = new Reading(this);
    digest = new OwnDigest(dag.shown());
  }

  /** The store. */
  public StoreId id() {
    return id;
  }

  /** Its intentions. */
  public Dag dag() {
    return dag;
  }

  /** How long what peers bring may wait for its sync, from now on. */
  public void groupCommit(GroupCommit newCommit) {
    commit = newCommit;
  }

  /** Asks {@code newKeeper} before every checkpoint from now on. */
  public void keeper(Keeper newKeeper) {
    keeper = newKeeper;
  }

  /** Asks {@code newBases} for snapshots from now on. */
  public void bases(Bases newBases) {
    bases = newBases;
  }

  /** Asks {@code newNeeded} what the store needs from now on. */
  public void needed(NeededChunks newNeeded) {
    needed = newNeeded;
  }

  /** A hasher for what is hashed in one go, for all sessions. */
  Blake3 blake3() {
    return blake3;
  }

  /** Measures what came since a mark, for all sessions: what it found is used at once. */
  Gain gain() {
    return gain;
  }

  /** Reads and writes messages, for all sessions. */
  Reading reading() {
    return reading;
  }

  /** How much of what comes is looked at now. */
  public Portion portion() {
    return portion;
  }

  /** The digest of what is shown here now. */
  OwnDigest digest() {
    return digest;
  }

  /** Asks {@code newAudience} whom the store is shown to from now on. */
  public void audience(Audience newAudience) {
    audience = newAudience;
  }

  Audience audience() {
    return audience;
  }

  HeldRuns runs() {
    return runs;
  }

  /** Remembers meetings in {@code newMeetings} from now on. */
  public void meetings(Meetings newMeetings) {
    meetings = newMeetings;
  }

  /** A meeting is remembered that the next start should know of. */
  void met() {
    met = true;
  }

  Meetings meetings() {
    return meetings;
  }

  NeededChunks needed() {
    return needed;
  }

  Bases bases() {
    return bases;
  }

  /** Stands where the last run stood; what lies in the log is taken for durable. */
  public void replay(long nowMs, ReplayProgress progress) throws StoreException {
    try {
      dag.replay(nowMs, progress);
    } finally {
      durable = dag.sequence();
    }
  }

  /** Takes no notes of who proved to hold which chunk. */
  public void withoutCustody() {
    custody = null;
  }

  /** Where notes are taken of who holds which chunk; null for nowhere. */
  Store custody() {
    return custody;
  }

  /**
   * Makes everything durable, and witnesses what a full disk held up.
   *
   * @throws StoreException the disk failed; if it is full, a later call goes on
   */
  public void sync(long nowMs) throws StoreException {
    dag.resume(nowMs);
    log.sync();
    durable = dag.sequence();
    checkpointIfDue();
    commits++;
    committedEnd = log.end();
    waitingBytes = 0;
    dueAtMs = NEVER;
  }

  /** Begins to make the tables durable if much has gathered on the heap; harmless at any time. */
  public void checkpointIfDue() throws StoreException {
    if (dag.isCheckpointDue() && dag.sequence() >= checkpointFrom) {
      checkpoint(false);
    }
  }

  /**
   * Makes the tables durable if the next start would otherwise do much again.
   *
   * @param unkept rows in state of which the last checkpoint does not know
   */
  public void checkpointForNextStart(int unkept) throws StoreException {
    int behind = Math.max(dag.behind(), unkept);
    boolean much = behind >= BEHIND_MIN && behind >= dag.sequence() / 4;
    if (behind >= BEHIND_MAX || much || met) {
      checkpoint();
    }
  }

  /** Makes the tables durable, if there is room for that. */
  public void checkpoint() throws StoreException {
    checkpoint(true);
  }

  // The log has everything: without room for the tables the next start only takes longer.
  private void checkpoint(boolean whole) throws StoreException {
    try {
      keeper.keep();
      if (whole) {
        dag.checkpoint();
        met = false;
      } else {
        dag.beginCheckpoint();
      }
    } catch (StoreException e) {
      if (e.kind() != StoreException.Kind.FULL) {
        throw e;
      }
      checkpointFrom = dag.sequence() + BEHIND_MAX;
    }
  }

  /**
   * A batch of a peer was appended and waits to be durable, no longer than {@code delayMsMax}.
   *
   * @param bytes of the batch
   * @return what {@link #commits} will have reached when it is durable
   * @throws StoreException it was not to wait, and the disk failed
   */
  long await(int bytes, long delayMsMax, long nowMs) throws StoreException {
    if (waitingBytes == 0 && log.end() == committedEnd) {
      return commits;
    }
    long ticket = commits + 1;
    long delayMs = Math.min(commit.delayMs(), delayMsMax);
    if (waitingBytes == 0) {
      waitingSinceMs = nowMs;
    }
    waitingBytes += bytes;
    dueAtMs = Math.min(dueAtMs, nowMs + delayMs);
    if (delayMs == 0 || waitingBytes >= Limits.COMMIT_BYTES_MAX) {
      sync(nowMs);
    }
    return ticket;
  }

  /** True if something that a peer brought is not durable yet. */
  boolean isWaiting() {
    return waitingBytes > 0;
  }

  /** Number of syncs so far. */
  long commits() {
    return commits;
  }

  /**
   * Makes durable what has waited long enough. A clock that was set back makes nobody wait longer.
   *
   * @throws StoreException the disk failed; it is not tried again before the next {@link #sync}
   */
  public void tick(long nowMs) throws StoreException {
    if (dueAtMs != NEVER && (nowMs >= dueAtMs || nowMs < waitingSinceMs)) {
      dueAtMs = NEVER;
      sync(nowMs);
    }
  }

  /** When {@link #tick} has something to do; Long.MAX_VALUE for never. */
  public long deadlineMs() {
    return dueAtMs;
  }

  /** Places of the witness order, counted from the first, that a power cut cannot take. */
  public int durable() {
    return durable;
  }
}
