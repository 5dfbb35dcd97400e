package dev.latticenano.core.session;

import dev.latticenano.core.Verdict;
import dev.latticenano.core.crypto.Verifier;
import dev.latticenano.core.intention.AuthorId;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.store.ChunkStore;
import dev.latticenano.core.store.StoreException;
import java.util.List;
import java.util.function.Predicate;

/**
 * The other end of one link: greets it, finds the stores both know, runs a session for each and the
 * exchange of chunks, and knows when both ends have all they want. Frames enter by {@link #receive}
 * and leave by {@link #transmit}, one at a time, when the link can take one.
 */
public final class Peer {
  private final LinkProfile profile;
  private final Greeting greeting;
  private final Offers offers;
  private final ChunkExchange exchange;
  private final Incoming incoming;
  private final Outgoing outgoing;
  private final Sessions sessions;
  private final byte[] ownKey;
  private final List<Held> stores;
  private final Rest rest;
  private final Refusals refusals = new Refusals();
  private final Joining joining;
  private final Silence silence;
  private Errands errands = Errands.NONE;
  private boolean halted;
  private long retryAtMs = Long.MAX_VALUE;

  /**
   * A peer that has said nothing yet.
   *
   * @param link the host's number for the link
   * @param ownKey this node's 32-byte key, lent
   * @param ownName what this node calls itself, UTF-8, cut at 64 bytes
   * @param stores what this node holds; live, the caller's
   */
  public Peer(
      int link,
      LinkProfile profile,
      byte[] ownKey,
      byte[] ownName,
      List<Held> stores,
      ChunkStore chunks,
      Wanted wanted) {
    this.profile = profile;
    this.sessions = new Sessions(profile.frameBytes());
    this.ownKey = ownKey;
    this.stores = stores;
    this.greeting = new Greeting(ownKey, ownName);
    this.offers = new Offers(greeting, stores);
    this.exchange = new ChunkExchange(link, profile, chunks, wanted);
    this.rest = new Rest(profile.retryMs() > 0);
    this.joining = new Joining(greeting, stores, profile);
    this.silence = new Silence(profile.retryMs() > 0, offers, sessions, exchange, joining);
    exchange.start(sessions::contains, greeting.peerKey());
    this.incoming =
        new Incoming(
            profile,
            greeting,
            refusals,
            offers,
            joining,
            sessions,
            exchange,
            rest,
            silence,
            this::session);
    this.outgoing =
        new Outgoing(profile, greeting, refusals, offers, joining, sessions, exchange, rest);
  }

  /** From now on {@code newErrands} says and hears what no session does. */
  public void errands(Errands newErrands) {
    errands = newErrands;
    incoming.errands(newErrands);
    outgoing.errands(newErrands);
  }

  /** From now on only those whom {@code names} lets through hear what this node calls itself. */
  public void nameItTo(Predicate<AuthorId> names) {
    greeting.names(names);
  }

  /** What the peer calls itself; empty before its hello. */
  public String name() {
    return greeting.peerName();
  }

  /** The peer's key; zeros before it is proven. */
  public byte[] key() {
    return greeting.peerKey().clone();
  }

  /**
   * The link has proven that the author {@code key} is at its other end; before, nothing is said.
   *
   * @param key lent for good, as {@code binding}: the 32 bytes that name the link's keys to both
   *     ends
   * @param calls true if this end called, false if the other did
   */
  public void prove(byte[] key, byte[] binding, boolean calls) {
    greeting.prove(key, binding, calls);
    exchange.start(sessions::contains, greeting.peerKey());
  }

  /** The number of the conversation under the link's keys, from 0. */
  public int conversation() {
    return greeting.conversation();
  }

  /** Begins another conversation under the same keys: the peer goes over to it. */
  public void begin(int newConversation) {
    greeting.begin(newConversation);
  }

  /** True once the peer has offered its stores. */
  public boolean isMet() {
    return offers.isHeard();
  }

  /** How stores are joined over this link, on either end. */
  public Joining joining() {
    return joining;
  }

  /** The stores that have a session, in the order found. */
  public List<StoreId> stores() {
    return sessions.stores();
  }

  /** True once after {@link #stores} may have changed. */
  public boolean takeSessionsChanged() {
    return sessions.takeChanged();
  }

  /** How far the session of a store has come; null if there is none. */
  public Progress progress(StoreId store) {
    return sessions.progress(store);
  }

  /** True if both sides' digests of the store agree. */
  public boolean agrees(StoreId store) {
    return sessions.agrees(store);
  }

  /** As {@link #agrees}, or they agree apart from what one end keeps out for its author's sake. */
  public boolean isEven(StoreId store) {
    return sessions.agrees(store) || sessions.agreesApart(store);
  }

  /** Chunks received whole over this link. */
  public int chunksReceived() {
    return exchange.chunksReceived();
  }

  /** Bytes of chunks received over this link. */
  public long chunkBytesReceived() {
    return exchange.bytesReceived();
  }

  /** Bytes of chunks sent over this link. */
  public long chunkBytesSent() {
    return exchange.bytesSent();
  }

  /** True if the peer showed a tip of our own chain that is not here. */
  public boolean ownTipUnknown(StoreId store) throws StoreException {
    return sessions.ownTipUnknown(store);
  }

  /**
   * True if the peer has given all that it has of the store, or nothing for too long; false for a
   * store without a session.
   */
  public boolean hasGivenAll(StoreId store) {
    Session session = sessions.of(store);
    return session != null && (silence.isLong() || session.trouble() == Verdict.SETS_DIFFER);
  }

  /** The first 8 bytes, little-endian, of the hash of that tip. */
  public long ownTip(StoreId store) {
    return sessions.of(store).lacking().ownTip();
  }

  /** The first thing that kept a session or chunks from completing; OK if nothing did. */
  public Verdict trouble() {
    Verdict other = sessions.trouble() != Verdict.OK ? sessions.trouble() : exchange.trouble();
    other = refusals.byPeer() != Verdict.OK ? refusals.byPeer() : other;
    return other == Verdict.OK && silence.isLong() ? Verdict.PEER_SILENT : other;
  }

  /** True if both ends have all they want of each other, as far as either can give it. */
  public boolean isComplete() {
    return isAtRest() && (rest.isPeerResting() || silence.isLong());
  }

  private boolean isAtRest() {
    return silence.isLong()
        || sessionsAtRest() && exchange.isAtRest() && joining.isAtRest() && errands.isAtRest();
  }

  /** True if the peer has offered its stores and every session has come to rest. */
  public boolean sessionsAtRest() {
    return offers.isHeard() && offers.isSettled() && sessions.isAtRest();
  }

  /** This node holds a new store: offers it, if the peer is shown it. */
  public void storesChanged() throws StoreException {
    offers.offerNew();
  }

  /** True if the peer was offered a store that it is not shown any more. */
  public boolean isOutdated() throws StoreException {
    return offers.isOutdated();
  }

  /** True if {@code store} was offered to the peer in this conversation. */
  public boolean isShown(StoreId store) {
    return offers.isOffered(store);
  }

  /** How stores are named to the peer outside sessions; once it has proven its key. */
  public StoreNames names() {
    return new StoreNames(greeting, stores);
  }

  /** Takes grants of the peer from now on, whose signatures {@code verifier} judges. */
  public void takeGrants(Verifier verifier) {
    offers.granting().verifyWith(verifier);
  }

  /** The link is gone. */
  public void close() {
    exchange.close();
  }

  /** Nothing more can be written here: sessions and chunks stop, and the peer is told why. */
  public void halt(Verdict verdict) {
    halted = true;
    sessions.halt(verdict);
    exchange.halt(verdict);
  }

  /** As {@link #halt(Verdict)}, of one store; nothing happens if it has no session. */
  public void halt(StoreId store, Verdict verdict) {
    Halting.halt(sessions.of(store), verdict);
  }

  /** As {@link #resume(long)}, of one store. */
  public void resume(StoreId store, long nowMs) throws StoreException {
    if (!halted) {
      Halting.resume(sessions.of(store), nowMs);
    }
  }

  /** The peer is asked once more what a store needs. */
  public void askNeeds(StoreId store) {
    Session session = sessions.of(store);
    if (session != null) {
      session.sides().peerGrew();
    }
  }

  /** How this end names the session of a store that has one: its place in this end's offer. */
  public int place(StoreId store) {
    return offers.place(store);
  }

  /** The store whose session the peer names so, by its own offer; null if there is none. */
  public StoreId storeAt(long peerPlace) {
    return sessions.storeAt(peerPlace);
  }

  /** True while nothing more is taken over this link. */
  public boolean isHalted() {
    return halted;
  }

  /** True if the peer cannot be told what a store holds before that is durable. */
  public boolean isHeldUp(StoreId store) {
    Session session = sessions.of(store);
    return session != null && session.isHeldUp();
  }

  /**
   * What had halted this peer is over: everything is taken up again, and it is told.
   *
   * @throws StoreException the disk failed again while making durable what is to be published
   */
  public void resume(long nowMs) throws StoreException {
    halted = false;
    exchange.resume(sessions::contains);
    sessions.resume(nowMs);
  }

  /**
   * One frame from the link: its messages in order, each of which counts or is refused by itself.
   *
   * @return OK, or the first rule that is broken; the peer is told of the last
   * @throws StoreException the disk failed while keeping what it brought
   */
  public Verdict receive(byte[] bytes, int offset, int length, long nowMs) throws StoreException {
    boolean wasHeard = greeting.isHeard();
    try {
      return incoming.receive(bytes, offset, length, nowMs);
    } finally {
      retryAtMs = wasHeard || !greeting.isHeard() ? retryAtMs : nowMs + profile.retryMs();
    }
  }

  /** The store of whose next portion {@link #receiveRest} takes more of the frame; null: none. */
  public StoreId waitsFor() {
    return incoming.waitsFor();
  }

  /**
   * What is left of the frame received last, if the disk failed in the middle of it: its other
   * messages will not come again; or if it was to be taken in more than one turn.
   *
   * @param bytes the same
   * @throws StoreException as {@link #receive}; then a message less is left
   */
  public Verdict receiveRest(byte[] bytes, long nowMs) throws StoreException {
    return incoming.receiveRest(bytes, nowMs);
  }

  /**
   * The store whose session the first refused message of the last frame was said in; null if it was
   * said in none, or this was asked before.
   */
  public StoreId takeRefusedOf() {
    return incoming.takeRefusedOf();
  }

  private Session session(Held store) throws StoreException {
    boolean first = offers.isFirst(store);
    byte[] peerKey = greeting.peerKey();
    return new Session(store, profile, offers.place(store), first, ownKey, peerKey);
  }

  /**
   * Time has come to {@code nowMs}: publishes what is new, sends again what had no answer.
   *
   * @throws StoreException the disk failed while making durable what is to be published
   */
  public void tick(long nowMs) throws StoreException {
    offers.look();
    if (greeting.isProven() && !offers.isHeard() && !halted) {
      sessions.hope(stores, offers.granting(), this::session, nowMs);
    }
    sessions.tick(nowMs);
    sessions.refuseBases(refusals);
    exchange.tick(nowMs);
    rest.tick(nowMs, profile.retryMs());
    joining.tick(nowMs);
    silence.tick(nowMs);
    if (isMeeting() && nowMs >= retryAtMs) {
      retryAtMs = nowMs + profile.retryMs();
      greeting.greet();
      offers.repeat();
    }
  }

  private boolean isMeeting() {
    return profile.retryMs() > 0 && !(offers.isHeard() && offers.isAnswered());
  }

  /** When {@link #tick} has something to do; Long.MAX_VALUE for never. */
  public long nextDeadlineMs() {
    long deadline = Math.min(exchange.deadlineMs(), sessions.deadlineMs());
    deadline = Math.min(Math.min(deadline, rest.deadlineMs()), joining.deadlineMs());
    deadline = Math.min(deadline, silence.deadlineMs());
    return isMeeting() ? Math.min(deadline, retryAtMs) : deadline;
  }

  /**
   * Writes the next frame for this peer to {@code out}, which has room for {@code
   * Limits.FRAME_BYTES_MAX} from {@code offset}: all short messages that are due, or a long one.
   *
   * @return its bytes, or 0 if there is nothing to say now
   */
  public int transmit(byte[] out, int offset, long nowMs) throws StoreException {
    if (!greeting.isProven()) {
      return 0;
    }
    if (retryAtMs == Long.MAX_VALUE) {
      retryAtMs = nowMs + profile.retryMs();
    }
    silence.taken(outgoing.begin(out, offset, nowMs), nowMs);
    boolean keepsWord = rest.isResting() && sessions.isPushing();
    return outgoing.finish(out, keepsWord || isAtRest(), nowMs);
  }
}
