package dev.latticenano.edge;

import dev.latticenano.core.Event;
import dev.latticenano.core.Verdict;
import dev.latticenano.core.intention.AuthorId;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.session.LinkProfile;
import dev.latticenano.core.session.Peer;
import dev.latticenano.core.session.Progress;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.host.Failure;
import dev.latticenano.link.Link;
import dev.latticenano.link.LinkException;
import dev.latticenano.link.LinkStats;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * One exchange with one peer over one link, from hello until both ends have all they want of each
 * other.
 */
public final class Conversation implements NodeLoop.Watcher {
  // An exchange that stopped early leaves chunks on their way. Hanging up on them would reset a TCP
  // connection, and the word why would be lost with it.
  private static final long SETTLED_NS = TimeUnit.MILLISECONDS.toNanos(300);

  private final NodeHome home;
  private final NodeLoop loop;
  private final Scrubbing scrubbing;
  private final Consumer<Snapshot> progress;
  private final Consumer<String> notices;
  private final long silenceNs;
  private final Link opened;
  private final LinkProfile profile;
  private final List<StoreId> letIn = new ArrayList<>();
  private final Set<StoreId> roomless = new HashSet<>();
  private String notLetIn;
  private Snapshot last = new Snapshot("", 0, 0, 0, 0, 0, 0, 0, 0);
  private List<String> unshown = List.of();
  private boolean shared;
  private boolean met;
  private boolean complete;
  private boolean whole;
  private Verdict trouble = Verdict.OK;
  private int link;
  private String place = "";
  private AuthorId expected;
  private LinkException stranger;
  private String fullMessage;
  private long roomNs;
  private long fullSinceNs;
  private boolean waiting;
  private LinkException broken;
  private long heardBytes;
  private long heardAtNs = System.nanoTime();

  /**
   * How far an exchange has come.
   *
   * @param peer what the peer calls itself
   * @param stores stores both ends hold
   * @param received intentions received
   * @param acknowledged intentions the peer holds durably because of this exchange
   * @param toSend intentions the peer was found to lack
   * @param chunksReceived chunks received whole
   * @param chunksWanted chunks still needed here
   * @param chunkBytes bytes of chunks received and sent
   * @param wireBytes bytes on the wire both ways, everything counted
   */
  public record Snapshot(
      String peer,
      int stores,
      int received,
      int acknowledged,
      int toSend,
      int chunksReceived,
      int chunksWanted,
      long chunkBytes,
      long wireBytes) {}

  /**
   * Starts an exchange over {@code link}, which it owns from now on.
   *
   * @param silenceMs how long the peer may say nothing at all, the link's own signs of life
   *     included, before it is given up
   * @param notices takes what the owner of the node must know, a sentence each
   */
  public Conversation(
      NodeHome home,
      Link link,
      LinkProfile profile,
      long silenceMs,
      Consumer<Snapshot> progress,
      Consumer<String> notices)
      throws Failure {
    this.home = home;
    this.notices = notices;
    this.silenceNs = TimeUnit.MILLISECONDS.toNanos(silenceMs);
    this.loop = new NodeLoop(home.node(), this);
    this.scrubbing = new Scrubbing(home, notices);
    Merging merging = new Merging(home);
    loop.whenIdle(
        () -> {
          merging.turn();
          scrubbing.turn();
        });
    this.progress = progress;
    this.opened = link;
    this.profile = profile;
  }

  /**
   * Says where the peer is, an address or a device: who answers there is remembered, and found with
   * less ado the next time; returns this.
   */
  public Conversation at(String newPlace) {
    place = newPlace;
    return this;
  }

  /** Goes on only with whoever proves this key, unless it is null; returns this. */
  public Conversation expecting(AuthorId key) {
    expected = key;
    return this;
  }

  /** Waits up to {@code ms} for room when a disk is full, here or there; returns this. */
  public Conversation waitForRoom(long ms) {
    roomNs = TimeUnit.MILLISECONDS.toNanos(ms);
    return this;
  }

  /** Runs to the end; returns how far it came. Nothing acknowledged is lost, however it ends. */
  public Snapshot run() throws Failure, InterruptedException {
    link = loop.add(opened, profile, true, home.places().key(place));
    home.invitations().linked(link);
    try {
      loop.run();
    } catch (StoreException e) {
      throw Failure.of(e);
    } finally {
      scrubbing.remember();
      home.node().unlink(link);
    }
    judge();
    return last;
  }

  private void judge() throws Failure {
    if (stranger != null) {
      throw new Failure(Failure.LINK, stranger.getMessage(), stranger);
    }
    if (notLetIn != null) {
      throw new Failure(Failure.FAILED, notLetIn);
    }
    if (fullMessage != null) {
      throw new Failure(Failure.DISK, fullMessage + "; nothing is lost, free space and sync again");
    }
    if (!complete && !whole) {
      throw new Failure(
          Failure.LINK, broken.getMessage() + "; nothing is lost, sync again to go on", broken);
    }
    switch (roomless.isEmpty() ? trouble : Verdict.STORE_FULL) {
      case OK -> {}
      case STORE_FULL ->
          throw new Failure(
              Failure.DISK, "the disk of the other end is full; free space there and sync again");
      case STORE_OVER_QUOTA, MEMBER_OVER_QUOTA, RELAY_OVER_QUOTA, SERVICE_ENDED ->
          throw new Failure(
              Failure.DISK,
              "the relay takes no more of the store now; nothing is lost, and lattice relay list"
                  + " says why and what to do");
      case BELOW_FLOOR ->
          throw new Failure(
              Failure.FAILED,
              "one end has dropped what the other lacks, and its snapshot did not help; nothing is"
                  + " lost, sync with somebody else of the store");
      default ->
          throw new Failure(
              Failure.FAILED,
              "the exchange did not complete: " + trouble + "; see docs/protocol.md");
    }
    if (!shared) {
      throw new Failure(
          Failure.NOT_FOUND,
          unshown.isEmpty()
              ? "the other end holds none of this node's stores; give it one with: lattice store"
                  + " invite"
              : String.join("; ", unshown));
    }
    unshown.forEach(notices);
  }

  @Override
  public void event(Event event) throws StoreException {
    home.tree().event(event);
    home.invitations().event(event);
    if (event instanceof Event.Met) {
      AuthorId proven = AuthorId.of(home.node().peer(link).key(), 0);
      if (expected != null && !expected.equals(proven)) {
        stranger = Stranger.of(place, expected);
        loop.stop();
        return;
      }
      met = true;
      remember();
    } else if (event instanceof Event.Complete end) {
      // All was exchanged before the ack: what became of that one is no trouble.
      trouble = whole ? Verdict.OK : end.trouble();
      complete = !acks();
      unshown = Unshown.sentences(home, home.node().peer(link));
    } else if (event instanceof Event.Joined answer) {
      joined(answer);
    } else if (event instanceof Event.Full full) {
      fullMessage = full.message();
    } else if (event instanceof Event.Resumed) {
      fullMessage = null;
    } else {
      String sentence = Notices.of(home, event);
      if (sentence != null) {
        notices.accept(sentence);
      }
    }
  }

  private void remember() {
    byte[] key = home.node().doors().peerTransportKey(link);
    if (key != null && !place.isEmpty()) {
      home.places().remember(place, key, AuthorId.of(home.node().peer(link).key(), 0));
    }
  }

  private void joined(Event.Joined answer) {
    roomless.remove(answer.store());
    switch (answer.verdict()) {
      case OK -> letIn.add(answer.store());
      case STORE_FULL -> roomless.add(answer.store());
      case INVITE_UNKNOWN, MESSAGE_UNKNOWN -> notices.accept(home.invitations().told(answer));
      default -> notLetIn = home.invitations().told(answer);
    }
  }

  /** A sentence for each store that the peer has let this node into. */
  public List<String> letIn() {
    List<String> sentences = new ArrayList<>();
    for (StoreId store : letIn) {
      sentences.add(home.invitations().told(new Event.Joined(link, store, Verdict.OK)));
    }
    return sentences;
  }

  // Whoever only ever syncs would otherwise leave before its ack is due. True if there is one to
  // send: the exchange goes on, and may break from now on.
  private boolean acks() throws StoreException {
    if (whole || trouble != Verdict.OK) {
      return false;
    }
    whole = true;
    List<StoreId> stores = new ArrayList<>(home.node().peer(link).stores());
    stores.removeIf(home.invitations()::isOut);
    boolean written = AckNow.after(home, stores) > 0;
    for (StoreId store : stores) {
      written |= home.node().snapshots().finish(store, System.currentTimeMillis());
    }
    return written;
  }

  @Override
  public void down(int number, LinkException why) {
    snapshot();
    broken = why;
    loop.stop();
  }

  @Override
  public void told() throws StoreException {
    home.tree().turn();
  }

  @Override
  public void turned() throws StoreException {
    if (met) {
      snapshot();
      progress.accept(last);
    }
    complete &= home.node().peer(link).isComplete();
    if (isWaitingForRoom()) {
      return;
    }
    boolean silent = isSilent(silenceNs);
    if (complete && loop.isQuiet(link) && (trouble == Verdict.OK || isSilent(SETTLED_NS))) {
      loop.stop();
    } else if (silent) {
      snapshot();
      broken =
          new LinkException(
              LinkException.Kind.TIMEOUT,
              "nothing was heard from the peer for "
                  + TimeUnit.NANOSECONDS.toSeconds(silenceNs)
                  + " s");
      loop.stop();
    }
  }

  // Both ends are at rest until the one with the full disk takes up again what it had stopped.
  private boolean isWaitingForRoom() {
    long nowNs = System.nanoTime();
    boolean full = trouble == Verdict.STORE_FULL || !roomless.isEmpty();
    // While a guest asks again it is not complete, and waits on.
    if (!full || roomNs == 0 || !complete && !waiting) {
      waiting = false;
      return false;
    }
    if (!waiting) {
      waiting = true;
      fullSinceNs = nowNs;
      String whose = fullMessage == null ? "the disk of the other end is full" : fullMessage;
      long seconds = TimeUnit.NANOSECONDS.toSeconds(roomNs);
      notices.accept(whose + "; waiting up to " + seconds + " s for room");
    }
    if (nowNs - fullSinceNs >= roomNs) {
      return false;
    }
    heardAtNs = nowNs;
    return true;
  }

  private boolean isSilent(long forNs) {
    long nowNs = System.nanoTime();
    long heard = opened.stats().bytesReceived();
    if (heard != heardBytes) {
      heardBytes = heard;
      heardAtNs = nowNs;
    }
    return nowNs - heardAtNs > forNs;
  }

  private void snapshot() {
    Peer peer = home.node().peer(link);
    shared |= !peer.stores().isEmpty();
    int received = 0;
    int acknowledged = 0;
    int toSend = 0;
    for (StoreId store : peer.stores()) {
      Progress each = peer.progress(store);
      received += each.received();
      acknowledged += each.acknowledged() + each.pushed();
      toSend += each.toSend();
    }
    LinkStats stats = opened.stats();
    last =
        new Snapshot(
            peer.name(),
            peer.stores().size(),
            received,
            acknowledged,
            toSend,
            peer.chunksReceived(),
            home.node().chunksWanted(),
            peer.chunkBytesReceived() + peer.chunkBytesSent(),
            stats.bytesSent() + stats.bytesReceived());
  }
}
