package dev.latticenano.core.relay;

import dev.latticenano.core.Verdict;
import dev.latticenano.core.crypto.Entropy;
import dev.latticenano.core.crypto.Signer;
import dev.latticenano.core.crypto.Verifier;
import dev.latticenano.core.dag.Dag;
import dev.latticenano.core.dag.ReplayProgress;
import dev.latticenano.core.intention.AuthorId;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.link.Ends;
import dev.latticenano.core.link.LinkEnd;
import dev.latticenano.core.session.LinkProfile;
import dev.latticenano.core.store.StoreException;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.function.Predicate;

/**
 * A relay without its world: frames, time and disk enter as arguments and ports, frames and events
 * leave. It holds stores of people it never met, gives them to members who ask, and reads none of
 * it: neither state nor keys are among its parts. Source: docs/relay.md.
 *
 * <p>The contract: after every {@link #receive}, {@link #tick} or {@link #link} take the links of
 * {@link #takeSpeaker} until there is none and drain {@link #transmit} on each until it returns 0
 * or the link takes no more (a link that took no more is drained when it does, without being
 * named), drain the events, then sleep until {@link #nextDeadlineMs} or the next frame. A link of
 * which {@link #isPaused} says so is not read before the next {@link #tick}. What is not concerned
 * costs nothing, however many links and stores there are. Not thread-safe: one owner.
 */
public final class Relay {
  private final AuthorId self;
  private final Queue<RelayEvent> events = new ArrayDeque<>();
  private final Holdings holdings = new Holdings();
  private final Ends ends = new Ends();
  private final Turn turn = new Turn();
  private final Admissions admissions;
  private final Guests guests;
  private final Fetches fetches = new Fetches(ends);
  private final Rooms rooms;
  private final Commits commits;
  private final Hearing hearing;
  private final Prunings prunings;
  private final Entrance entrance;
  private long lastMs;

  /**
   * A relay that holds nothing yet.
   *
   * @param signer of the key that tickets and URLs name
   */
  public Relay(
      Signer signer,
      Verifier verifier,
      Entropy entropy,
      RelayPlaces places,
      RelayMemory memory,
      RelaySettings settings) {
    byte[] key = new byte[Signer.KEY_BYTES];
    signer.publicKey(key, 0);
    self = AuthorId.of(key, 0);
    Statements statements = new Statements(memory, signer);
    admissions =
        new Admissions(
            self, verifier, settings, places, memory, holdings, turn, fetches, statements, events);
    guests = new Guests(ends, holdings, verifier, turn);
    rooms = new Rooms(ends, events);
    commits = new Commits(holdings, ends, rooms);
    hearing = new Hearing(ends, rooms, turn);
    entrance =
        new Entrance(
            signer,
            verifier,
            entropy,
            ends,
            holdings,
            admissions,
            guests,
            statements,
            fetches.wanted());
    LettingGo lettingGo = new LettingGo(guests, ends, fetches, rooms, events);
    Standings standings = new Standings(statements, admissions, guests, commits, fetches, events);
    prunings = new Prunings(statements, lettingGo, standings, rooms, events);
  }

  /** The relay's key: that of its tickets, and of its URL. */
  public AuthorId key() {
    return self;
  }

  /** What proves this relay on links opened from now on, 32 secret bytes that the host keeps. */
  public void transportKey(byte[] secret) {
    entrance.transportKey(secret);
  }

  /**
   * From now on a ticket is redeemed for no store more if its operator took it back.
   *
   * @param newRevoked asked for a ticket's number when somebody redeems it
   */
  public void revokedTickets(Predicate<byte[]> newRevoked) {
    admissions.revokedTickets(newRevoked);
  }

  /**
   * Opens the stores that the last run held; one whose place is LOCKED, because another process
   * serves it, stays {@link #elsewhere}.
   */
  public void open(long nowMs, ReplayProgress progress) throws StoreException {
    lastMs = nowMs;
    turn.begin(null, nowMs);
    admissions.restore(nowMs, progress);
    holdings.all().forEach(commits::look);
  }

  /** Somebody calls over a new link, numbered by the host from 0. */
  public void link(int link, LinkProfile profile, long nowMs) {
    entrance.open(link, profile, false, null, nowMs);
  }

  /**
   * This relay calls another one over a new link.
   *
   * @param remembered the transport key that answered there before, or null
   */
  public void call(int link, LinkProfile profile, byte[] remembered, long nowMs) {
    entrance.open(link, profile, true, remembered, nowMs);
  }

  /** The link is gone; what was under way is taken up again over the next one. */
  public void unlink(int link) {
    if (guests.of(link) != null) {
      hearing.forget(guests.of(link));
    }
    guests.remove(link);
    rooms.forget(link);
    ends.remove(link);
  }

  /** This end of a link, for what is known of the other; null for an unknown link. */
  public LinkEnd end(int link) {
    return ends.find(link);
  }

  /** The links over which a key is proven. */
  public List<Integer> links(AuthorId key) {
    return guests.links(key);
  }

  /** True if some of a frame of a link waits for another turn: it is read after that. */
  public boolean isPaused(int link) {
    Guest guest = guests.of(link);
    return guest != null && guest.kept() != null;
  }

  /**
   * One frame from a link; its bytes are used up.
   *
   * @return OK, or the rule it breaks
   * @throws StoreException the disk failed; a full disk is an event instead
   */
  public Verdict receive(int link, byte[] frame, int offset, int length, long nowMs)
      throws StoreException {
    Guest guest = guests.of(link);
    if (guest == null) {
      throw new IllegalArgumentException("no link " + link);
    }
    if (!guest.mayBeHeard()) {
      unwelcome(guest, "too many frames of nobody");
      return Verdict.OK;
    }
    if (guest.kept() != null) {
      // The host did not wait.
      hearing.hurry(guest);
      took(guest, hearing.more(guest, nowMs), nowMs);
    }
    boolean known = guest.key() != null;
    Verdict verdict = hearing.hear(guest, frame, offset, length, nowMs);
    if (!known && guest.key() != null) {
      events.add(new RelayEvent.Met(link, guest.key()));
    }
    took(guest, verdict, nowMs);
    return verdict;
  }

  private void took(Guest guest, Verdict verdict, long nowMs) throws StoreException {
    turn.begin(null, nowMs);
    if (verdict != Verdict.OK) {
      StoreId store = ends.find(guest.link()).peer().takeRefusedOf();
      events.add(new RelayEvent.Refused(guest.link(), store, verdict));
    }
    applyChanges(nowMs);
    heard(guest, nowMs);
    settle(nowMs);
  }

  // Members may have changed in the frame just heard: the next one meets what holds now.
  private void applyChanges(long nowMs) throws StoreException {
    for (Admissions.Change change : admissions.takeChanges()) {
      guests.changed(change.holding(), change.before(), nowMs);
      commits.look(change.holding());
      rooms.look(change.holding(), nowMs);
      prunings.membersChanged(change.holding(), nowMs);
    }
    for (Holding each : admissions.takeToppedUp()) {
      rooms.look(each, nowMs);
      fetches.roomy(each);
    }
    guests.showDelegated(nowMs);
  }

  private void heard(Guest guest, long nowMs) throws StoreException {
    guests.meet(guest);
    for (Holding each : guest.sessions()) {
      if (each.settle()) {
        prunings.changed(each, nowMs);
        guest.brought(each);
      }
      commits.brought(each, guest.link());
    }
    ends.stir(guest.link());
    turn.begin(null, nowMs);
  }

  private void unwelcome(Guest guest, String why) {
    if (guest.takeUnwelcome()) {
      events.add(new RelayEvent.Unwelcome(guest.link(), why));
    }
  }

  /** Time has come to {@code nowMs}; another turn begins. */
  public void tick(long nowMs) throws StoreException {
    commits.beginTurn();
    hearing.beginTurn();
    prunings.beginTurn();
    for (Guest guest = hearing.next(); guest != null; guest = hearing.next()) {
      took(guest, hearing.more(guest, nowMs), nowMs);
    }
    settle(nowMs);
  }

  private void settle(long nowMs) throws StoreException {
    if (nowMs < lastMs) {
      ends.stirAll();
    }
    lastMs = nowMs;
    turn.begin(null, nowMs);
    for (Guest guest = guests.takeDue(nowMs); guest != null; guest = guests.takeDue(nowMs)) {
      guests.expire(guest, nowMs);
      if (guest.isOverdue(nowMs)) {
        unwelcome(guest, guest.key() == null ? "says nothing" : "is a member of nothing");
      }
    }
    for (Holding over = admissions.takeEnded(nowMs); over != null; ) {
      remove(over, nowMs);
      over = admissions.takeEnded(nowMs);
    }
    rooms.tick(nowMs);
    fetches.tick(nowMs);
    prune(nowMs);
    commits.tick(nowMs);
    for (int link = ends.takeDue(nowMs); link != Ends.NONE; link = ends.takeDue(nowMs)) {
      try {
        ends.find(link).tick(nowMs);
      } catch (StoreException full) {
        rooms.halt(guests.of(link), full, nowMs);
      }
      ends.settle(link);
      for (Holding each : guests.of(link).sessions()) {
        commits.look(each);
      }
    }
  }

  private void prune(long nowMs) throws StoreException {
    try {
      prunings.tick(nowMs);
    } catch (StoreException full) {
      if (full.kind() != StoreException.Kind.FULL) {
        throw full;
      }
      events.add(new RelayEvent.Full(full.getMessage()));
    }
  }

  /** Takes a link that may have something to say; {@link Ends#NONE}: there is none. */
  public int takeSpeaker() {
    return ends.takeSpeaker();
  }

  /**
   * Writes the next frame for a link to {@code out}, which has room for {@code
   * Limits.FRAME_BYTES_MAX} from {@code offset}; returns its bytes, or 0 if there is none now.
   */
  public int transmit(int link, byte[] out, int offset, long nowMs) throws StoreException {
    int length = ends.find(link).transmit(out, offset, nowMs);
    ends.rest(link);
    return length;
  }

  /** When {@link #tick} has something to do; Long.MAX_VALUE for never. */
  public long nextDeadlineMs() {
    long deadline = Math.min(ends.deadlineMs(), guests.deadlineMs());
    deadline = Math.min(deadline, Math.min(commits.deadlineMs(), rooms.deadlineMs()));
    deadline = Math.min(deadline, prunings.deadlineMs());
    deadline = Math.min(deadline, Math.min(admissions.deadlineMs(), fetches.deadlineMs()));
    return ends.isAnyStirred() || hearing.isAnyWaiting() ? lastMs : deadline;
  }

  /** Makes all of it durable, for a host that is about to close logs and tables. */
  public void close(long nowMs) throws StoreException {
    commits.syncAll(nowMs);
  }

  /** The next event, or null. */
  public RelayEvent pollEvent() {
    return events.poll();
  }

  /** The stores held, by id. */
  public List<StoreId> stores() {
    return holdings.all().stream().map(Holding::id).toList();
  }

  /** The stores of this relay that another process served when it asked last. */
  public List<StoreId> elsewhere() {
    return List.copyOf(admissions.elsewhere());
  }

  /** Opens some of {@code free} that are this relay's: no other process serves them any more. */
  public void claim(Collection<StoreId> free, long nowMs) throws StoreException {
    turn.begin(null, nowMs);
    admissions.claim(free, nowMs);
    applyChanges(nowMs);
    settle(nowMs);
  }

  /** A store's intentions; for reading only. */
  public Dag dag(StoreId store) {
    return holding(store).dag();
  }

  /** Who may do what with a store. */
  public Manifest manifest(StoreId store) {
    return holding(store).manifest();
  }

  /** On what terms a store is held; its verdict is of no link. */
  public Terms terms(StoreId store, long nowMs) {
    return holding(store).terms(Ends.NONE, nowMs);
  }

  /** The chunks of a store, and who holds back which of them. */
  public ChunkLoad chunks(StoreId store) throws StoreException {
    return holding(store).chunks().load();
  }

  /** Links over which a store is in a session now. */
  public int links(StoreId store) {
    return holding(store).links().count();
  }

  private Holding holding(StoreId store) {
    Holding holding = holdings.find(store);
    if (holding == null) {
      throw new IllegalArgumentException("no store " + store);
    }
    return holding;
  }

  /**
   * One turn of finding out what a prune of a store would drop, and who holds it back; null as long
   * as there is more to look at: call it again.
   */
  public PrunePlan plan(StoreId store) throws StoreException {
    return prunings.plan(holding(store));
  }

  /** Drops what a prune of a store drops, in the turns from now on. */
  public void prune(StoreId store, long nowMs) {
    prunings.hurry(holding(store), nowMs);
  }

  /** Holds a store no more, by the operator's word; its members find that it is not there. */
  public void remove(StoreId store, long nowMs) throws StoreException {
    remove(holding(store), nowMs);
    settle(nowMs);
  }

  private void remove(Holding holding, long nowMs) throws StoreException {
    commits.forget(holding);
    fetches.forget(holding);
    prunings.forget(holding);
    admissions.remove(holding);
    guests.removed(holding, nowMs);
  }
}
