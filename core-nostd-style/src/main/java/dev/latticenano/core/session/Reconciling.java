package dev.latticenano.core.session;

import dev.latticenano.core.Limits;
import dev.latticenano.core.Verdict;
import dev.latticenano.core.dag.Dag;
import dev.latticenano.core.dag.IntList;
import dev.latticenano.core.frame.FrameWriter;
import dev.latticenano.core.reconcile.Caps;
import dev.latticenano.core.reconcile.Differences;
import dev.latticenano.core.reconcile.Negentropy;
import dev.latticenano.core.store.StoreException;
import java.util.Arrays;

/**
 * The initiator of a session's reconciliations, which come when rounds are through, nobody grew and
 * the sets differ all the same. First it learns what either end lacks; then it sends what the peer
 * lacks behind its answer to the peer's round, and fetches what it lacks itself; then rounds decide
 * as ever. No two sets are reconciled twice, so what nobody can take is not tried on and on. Rules:
 * docs/protocol.md §14, docs/reconcile.md §7.
 */
final class Reconciling {
  private enum Stage {
    RESTS,
    GATHERS,
    ASKS,
    MOVES
  }

  private final Held store;
  private final Dag dag;
  private final LinkProfile profile;
  private final Caps caps;
  private final int place;
  private final PeerFloors floors;
  private final Answer answer;
  private final ReconcileView view = new ReconcileView();
  private final Found found = new Found();
  private final Fetching fetching;
  private Stage stage = Stage.RESTS;
  private byte[] lastOwn = {};
  private byte[] lastPeers = {};
  private SharedItems set;
  private Negentropy negentropy;
  private final IntList haves = new IntList();
  private int turns;
  private int turn;
  private int number;
  private boolean floorsDue;
  private boolean messageDue;
  private boolean unknownToPeer;
  private boolean ended;
  private long retryAtMs = Long.MAX_VALUE;

  Reconciling(
      Held store, LinkProfile profile, Caps caps, int place, PeerFloors floors, Answer answer) {
    this.store = store;
    this.dag = store.dag();
    this.profile = profile;
    this.caps = caps;
    this.place = place;
    this.floors = floors;
    this.answer = answer;
    this.fetching = new Fetching(dag, profile, place);
  }

  /**
   * The sets of these digests differ although all was sent that either end knows the other to lack.
   *
   * @return true if that is being reconciled; false if it was in vain, or cannot be
   */
  boolean begin(byte[] own, byte[] peers, long nowMs) throws StoreException {
    if (stage != Stage.RESTS) {
      return true;
    }
    boolean same = Arrays.equals(own, lastOwn) && Arrays.equals(peers, lastPeers);
    if (same || unknownToPeer) {
      return false;
    }
    lastOwn = own.clone();
    lastPeers = peers.clone();
    return gather(nowMs);
  }

  private boolean gather(long nowMs) throws StoreException {
    forget();
    if (turns == Limits.RECONCILE_TURNS_MAX) {
      return false;
    }
    turns++;
    turn++;
    number = 0;
    set = new SharedItems(dag, floors.heights(), floors.heard());
    if (set.items() == null) {
      forget();
      return false;
    }
    stage = Stage.GATHERS;
    goOn(nowMs);
    return true;
  }

  private void goOn(long nowMs) throws StoreException {
    if (set.isOutdated(floors.heard())) {
      ended = !gather(nowMs);
    } else if (!set.gather()) {
      negentropy = new Negentropy(set.items(), caps, 0);
      negentropy.initiate();
      stage = Stage.ASKS;
      number = 1;
      say(nowMs);
    }
  }

  private void forget() {
    stage = Stage.RESTS;
    set = null;
    negentropy = null;
    haves.clear();
    fetching.forget();
    messageDue = false;
    floorsDue = false;
  }

  /** The sets agree. */
  void agreed() {
    forget();
    turns = 0;
    lastOwn = new byte[0];
  }

  /** What is under way ends; it may be tried again. */
  void halt() {
    forget();
    lastOwn = new byte[0];
  }

  /** The peer says that it does not know these messages: nothing is reconciled with it. */
  void unknownToPeer() {
    unknownToPeer = true;
    end();
  }

  /**
   * True if the peer is still to send what it was found to have: nothing is published meanwhile.
   */
  boolean isFetching() {
    return stage == Stage.MOVES && !fetching.isDone();
  }

  /**
   * Goes on.
   *
   * @param round this end's last
   * @param answered true if it has its answer
   * @param batches how many batches of that have come
   * @return true if a reconciliation has come to its end
   */
  boolean step(int round, boolean answered, int batches, long nowMs) throws StoreException {
    switch (stage) {
      case GATHERS -> goOn(nowMs);
      case ASKS -> {
        if (profile.retryMs() > 0 && nowMs >= retryAtMs) {
          say(nowMs);
        }
      }
      case MOVES -> move(round, answered, batches, nowMs);
      default -> {}
    }
    boolean was = ended;
    ended = false;
    return was;
  }

  private void end() {
    forget();
    ended = true;
  }

  private void say(long nowMs) {
    messageDue = true;
    // Once is enough where nothing is lost, and again where the peer cannot have heard.
    floorsDue = number == 1 && PeerFloors.own(dag) > 0;
    retryAtMs = nowMs + profile.retryMs();
  }

  // What the peer lacks goes in one piece behind what it was sent, what is lacking here in several.
  private void move(int round, boolean answered, int batches, long nowMs) throws StoreException {
    if (answer.verdict() != Verdict.OK) {
      halt();
      return;
    }
    if (haves.count() > 0 && answer.isThrough()) {
      haves.sort();
      answer.extend(haves, nowMs);
      haves.clear();
    }
    fetching.step(round, answered, batches, nowMs);
    if (haves.count() == 0 && answer.isThrough() && fetching.isDone()) {
      end();
    }
  }

  /** When {@link #step} has something to do; Long.MAX_VALUE for never. */
  long deadlineMs() {
    if (ended) {
      return 0;
    }
    return switch (stage) {
      case GATHERS -> 0;
      case ASKS -> profile.retryMs() > 0 ? retryAtMs : Long.MAX_VALUE;
      case MOVES -> fetching.deadlineMs();
      default -> Long.MAX_VALUE;
    };
  }

  /** The peer's floors are others than was thought: begins again, above them. */
  void floors(long nowMs) throws StoreException {
    if (stage == Stage.GATHERS || stage == Stage.ASKS) {
      ended = !gather(nowMs);
    }
  }

  /** The peer's answer. */
  Verdict reconcile(byte[] bytes, int offset, int length, long nowMs) throws StoreException {
    if (!view.read(bytes, offset, length)) {
      return Verdict.RECONCILE_MALFORMED;
    }
    if (stage != Stage.ASKS || view.turn() != turn || view.number() != number) {
      return Verdict.OK;
    }
    if (set.isOutdated(floors.heard())) {
      ended = !gather(nowMs);
      return Verdict.OK;
    }
    if (view.messageLength() == 0) {
      end();
      return Verdict.OK;
    }
    Verdict verdict =
        negentropy.receive(bytes, view.messageAt(), view.messageLength(), found.begin());
    if (verdict == Verdict.OK && found.failure != null) {
      throw found.failure;
    }
    if (verdict != Verdict.OK) {
      end();
    } else if (negentropy.isDone() || fetching.isFull() || isFull()) {
      stage = Stage.MOVES;
      messageDue = false;
    } else {
      number++;
      say(nowMs);
    }
    return verdict;
  }

  private boolean isFull() {
    return haves.count() >= Limits.RECONCILE_HAVES_MAX;
  }

  /** Writes what is due; returns its bytes or 0. */
  int transmit(FrameWriter writer, byte[] out, int offset) {
    if (floorsDue) {
      floorsDue = false;
      return floors.transmit(writer, out, offset);
    }
    if (messageDue) {
      messageDue = false;
      int length = negentropy.messageLength();
      int own = PeerFloors.own(dag);
      byte[] message = negentropy.message();
      return ReconcileView.write(
          writer, out, offset, place, turn, number, message, length, own, floors.heard());
    }
    return fetching.transmit(writer, out, offset);
  }

  /** Notes what either end lacks, as far as it is to be moved. */
  private final class Found implements Differences {
    private StoreException failure;

    Found begin() {
      failure = null;
      return this;
    }

    @Override
    public void have(byte[] id, int offset) {
      try {
        int row = set.find(id, offset);
        if (row != Dag.NONE && dag.sequenceOf(row) <= store.durable()) {
          haves.add(row);
        }
      } catch (StoreException e) {
        failure = e;
      }
    }

    @Override
    public void need(byte[] id, int offset) {
      try {
        if (!dag.holds(id, offset)) {
          fetching.add(id, offset);
        }
      } catch (StoreException e) {
        failure = e;
      }
    }
  }
}
