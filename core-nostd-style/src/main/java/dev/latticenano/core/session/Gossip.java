package dev.latticenano.core.session;

import dev.latticenano.core.Limits;
import dev.latticenano.core.Verdict;
import dev.latticenano.core.dag.Dag;
import dev.latticenano.core.dag.IntList;
import dev.latticenano.core.frame.FrameWriter;
import dev.latticenano.core.frame.Message;
import dev.latticenano.core.pace.Pace;
import dev.latticenano.core.store.StoreException;

/**
 * What is new goes at once to a peer with whom this end agreed, without a round. What a push does
 * not bring about within a while, a round does: whoever waits for too long publishes. Rules:
 * docs/protocol.md §14, Gossip.
 */
final class Gossip {
  // Session, number, digest, and the heads of run and message.
  private static final int HEAD_BYTES_MAX = 64;
  private static final long NEVER = Long.MAX_VALUE;

  private final Held store;
  private final Dag dag;
  private final LinkProfile profile;
  private final int place;
  private final Showing showing;
  private final PeerDigest theirs;
  private final OwnDigest current;
  private final Marks marks;
  private final Progress progress;
  private final byte[] selfKey;
  private final PushTaking taking;
  private IntList rows;
  private Pace bytesOut;
  private Pace intentionsOut;
  private boolean live;
  private boolean asking;
  private boolean unknownToPeer;
  private boolean lazy;
  private boolean failed;
  private int cursor;
  private int open;
  private int number;
  private int answered;
  private int sequenceSeen;
  private int answeredSeen;
  private long agreedAtMs;
  private long roundAtMs = NEVER;
  private long announceAtMs = NEVER;
  private boolean announceDue;
  private long notBeforeMs = Long.MIN_VALUE;
  private long sentAtMs;
  private int sentNumber;
  private long tripMs;
  private boolean peerGrew;

  /** Of one session; all arguments are the session's, and live. */
  Gossip(
      Held store,
      LinkProfile profile,
      int place,
      byte[] selfKey,
      Showing showing,
      PeerDigest theirs,
      OwnDigest current,
      Marks marks,
      Progress progress) {
    this.store = store;
    this.dag = store.dag();
    this.profile = profile;
    this.place = place;
    this.selfKey = selfKey;
    this.showing = showing;
    this.theirs = theirs;
    this.current = current;
    this.marks = marks;
    this.progress = progress;
    this.taking = new PushTaking(store, profile, progress);
  }

  /** True while what is new is pushed and not published. */
  boolean isLive() {
    return live;
  }

  /**
   * Both ends have the same set, which is remembered.
   *
   * @param may true if nothing is left of a round: then what comes from now on is pushed, unless
   *     there was too much
   */
  void agreed(boolean may, long nowMs) throws StoreException {
    if (!marks.isLast(current.now())) {
      marks.agree(showing.mark());
      store.met();
    }
    if (!may || unknownToPeer || nowMs < notBeforeMs || taking.isHalted()) {
      return;
    }
    live = true;
    failed = false;
    cursor = dag.sequence();
    sequenceSeen = cursor;
    taking.forget();
    agreedAtMs = nowMs;
    waitForNothing();
  }

  /** True if the last round is to bring what pushing did not. */
  boolean isAsking() {
    return asking;
  }

  /** The peer may not have heard that the sets are the same: on a link that loses frames. */
  void repeat() {
    if (live && agrees()) {
      taking.repeat();
    }
  }

  /** A round begins; true if until now news were pushed. */
  boolean stop() {
    boolean was = live;
    asking = was;
    live = false;
    open = 0;
    waitForNothing();
    return was;
  }

  private void waitForNothing() {
    roundAtMs = NEVER;
    announceAtMs = NEVER;
    announceDue = false;
  }

  /** The peer begins a round: it lacks something. True if news were pushed to it until now. */
  boolean isAsked() {
    lazy = lazy && !live;
    return live;
  }

  /**
   * The sets are not known to be the same: makes durable what is to be pushed; true if that, or
   * waiting, is of no use, and a round is needed.
   */
  boolean needsRound(long nowMs) throws StoreException {
    if (store.isWaiting()) {
      return false;
    }
    if (store.durable() != dag.sequence()) {
      store.sync(nowMs);
    }
    boolean moves = sequenceSeen != dag.sequence() || answeredSeen != answered;
    if (roundAtMs == NEVER) {
      // However long nothing came: until now the sets were the same.
      agreedAtMs = nowMs;
    }
    if (roundAtMs == NEVER || moves) {
      sequenceSeen = dag.sequence();
      answeredSeen = answered;
      long longest = Math.max(nowMs, agreedAtMs + Limits.PUSH_WAITS_MAX * waitMs());
      roundAtMs = Math.min(nowMs + waitMs(), longest);
    }
    if (nowMs >= announceAtMs) {
      announceDue = true;
      announceAtMs = NEVER;
    } else if (announceAtMs == NEVER && !announceDue && !showing.isOf(current.now())) {
      announceAtMs = nowMs + Limits.ANNOUNCE_WAIT_MS;
    }
    boolean much = dag.sequence() - cursor > Limits.PUSH_INTENTIONS_BURST / 2;
    return failed || much || nowMs >= Math.min(roundAtMs, taking.gapAtMs());
  }

  private long waitMs() {
    return Math.max(Math.max(Limits.PUSH_WAIT_MS, profile.retryMs()), 4 * tripMs);
  }

  /** When the session has something to do on behalf of this; Long.MAX_VALUE for never. */
  long deadlineMs() {
    if (!live || agrees() || store.isWaiting()) {
      return NEVER;
    }
    return failed ? 0 : Math.min(Math.min(roundAtMs, taking.gapAtMs()), announceAtMs);
  }

  private boolean agrees() {
    return theirs.isOf(current.now()) && showing.isOf(current.now());
  }

  private boolean canSend() {
    boolean durable = !store.isWaiting() && store.durable() == dag.sequence();
    return live && durable && !failed && number - answered < Limits.PUSHES_IN_FLIGHT;
  }

  /** A push of the peer. */
  Verdict push(byte[] bytes, int offset, int length, long nowMs) throws StoreException {
    PushView view = store.reading().push();
    boolean whole = view.read(bytes, offset, length) && view.number() > 0;
    if (!whole || view.runLength() == 0 && !view.isTelling()) {
      return Verdict.PUSH_MALFORMED;
    }
    if (!taking.isNew(view)) {
      return Verdict.OK;
    }
    Verdict verdict = taking.take(view, bytes, offset, length, nowMs);
    if (taking.isWaiting()) {
      return verdict;
    }
    if (verdict != Verdict.PUSH_TOO_FAST) {
      peerGrew |= view.tell(theirs) && view.runLength() > 0;
    }
    if (view.runLength() == 0 && showing.isOf(current.now()) && theirs.isOf(current.now())) {
      // It was told this very set, or is being told.
      taking.answered();
    }
    return verdict;
  }

  /** The peer's answer to pushes. */
  Verdict pushed(byte[] bytes, int offset, int length, long nowMs) {
    PushView view = store.reading().push();
    boolean whole = view.read(bytes, offset, length) && view.isTelling();
    if (!whole || view.number() > number) {
      return Verdict.PUSHED_MALFORMED;
    }
    if (view.number() < answered) {
      return Verdict.OK;
    }
    answered = view.number();
    if (sentNumber > 0 && answered >= sentNumber) {
      tripMs = Math.max(0, nowMs - sentAtMs);
      sentNumber = 0;
    }
    if (view.code() != 0) {
      failed = true;
      notBeforeMs = nowMs + Limits.PUSH_BACK_OFF_MS;
      return Verdict.OK;
    }
    if (answered == number) {
      progress.pushed += open;
      open = 0;
    }
    lazy |= view.isLazy();
    if (view.tellsOneOf(current)) {
      // It keeps up with what comes here, though there may be more by now.
      agreedAtMs = nowMs;
    }
    // What the peer has by now it has from here, or says itself.
    view.tell(theirs);
    return Verdict.OK;
  }

  /** True once after the peer had something to push. */
  boolean takePeerGrew() {
    boolean was = peerGrew;
    peerGrew = false;
    return was;
  }

  /** The peer says that it does not know these messages. */
  void unknownToPeer() {
    unknownToPeer = true;
    failed = true;
  }

  /** Nothing more can be taken; or it can again. */
  void halt(boolean newHalted) {
    taking.halt(newHalted);
    if (newHalted) {
      stop();
    }
  }

  /** Writes the answer to pushes, if one is due and all they brought is durable. */
  int transmitAnswer(FrameWriter writer, byte[] out, int offset) throws StoreException {
    boolean durable = !store.isWaiting() && store.durable() == dag.sequence();
    if (!taking.isAnswerDue() || !durable) {
      return 0;
    }
    if (live) {
      tell();
    }
    return taking.transmit(writer, out, offset, place, current.now());
  }

  // Whoever hears it knows all of the set: no frontier has to say it.
  private void tell() {
    if (!showing.isOf(current.now())) {
      showing.tell(current.now(), store.durable(), true);
      marks.show(showing.mark());
    }
    announceAtMs = NEVER;
    announceDue = false;
  }

  /**
   * Writes what is new, or that something is; returns its bytes or 0.
   *
   * @param room bytes to aim at
   * @param alone true if a longer one may be written, too
   */
  int transmit(FrameWriter writer, byte[] out, int offset, int room, boolean alone, long nowMs)
      throws StoreException {
    if (!canSend() || cursor >= dag.sequence() && !announceDue) {
      return 0;
    }
    if (!select()) {
      // Only a round finds out what the peer needs instead.
      failed = true;
      return 0;
    }
    boolean announces = rows.count() == 0;
    if (announces && (!announceDue || showing.isOf(current.now()))) {
      return 0;
    }
    int runAt = offset + HEAD_BYTES_MAX;
    int limit = Math.min(out.length, offset + Limits.SESSION_FRAME_BYTES_MAX);
    int end = 0;
    int runBytes = 0;
    if (!announces) {
      end = store.runs().write(rows, 0, rows.count(), room, false, out, runAt, limit);
      runBytes = store.runs().length();
      if (end == 0 || !alone && runBytes > room || !isPaced(runBytes, end, nowMs)) {
        return 0;
      }
    }
    boolean all = end == rows.count();
    cursor = all ? dag.sequence() : dag.sequenceOf(rows.at(end - 1));
    begin(end, nowMs);
    writer.start(out, offset, Message.PUSH).number(1, place).number(2, number);
    if (all) {
      tell();
      writer.bytes(3, current.now(), 0, Mark.DIGEST_BYTES);
    }
    return writer.bytes(6, out, runAt, runBytes).finish();
  }

  private void begin(int count, long nowMs) {
    number++;
    progress.sent += count;
    open += count;
    if (sentNumber == 0) {
      sentNumber = number;
      sentAtMs = nowMs;
    }
  }

  private boolean isPaced(int bytes, int count, long nowMs) {
    if (bytesOut == null) {
      bytesOut = new Pace(Limits.PUSH_BYTES_BURST / 2, Limits.PUSH_BYTES_PER_SECOND / 2);
      intentionsOut =
          new Pace(Limits.PUSH_INTENTIONS_BURST / 2, Limits.PUSH_INTENTIONS_PER_SECOND / 2);
    }
    failed = !bytesOut.holds(bytes, nowMs) || !intentionsOut.holds(count, nowMs);
    if (!failed) {
      bytesOut.take(bytes);
      intentionsOut.take(count);
    }
    return !failed;
  }

  /**
   * What the peer did not bring itself; where it gets the rest elsewhere, only what is our own.
   *
   * @return false if something of what came has been dropped meanwhile
   */
  private boolean select() throws StoreException {
    rows = rows == null ? new IntList() : rows;
    rows.clear();
    int self = lazy ? dag.findAuthor(selfKey, 0) : Dag.NONE;
    for (int at = cursor + 1; at <= dag.sequence(); at++) {
      int row = dag.rowAtSequence(at);
      boolean brought = taking.brought(at);
      if (!brought && dag.pruning().isBelowFloor(row)) {
        return false;
      }
      boolean wanted = !brought && (!lazy || dag.author(row) == self);
      if (wanted && dag.shown().contains(row)) {
        rows.add(row);
      }
    }
    return true;
  }
}
