package dev.latticenano.core.relay;

import dev.latticenano.core.Limits;
import dev.latticenano.core.Verdict;
import dev.latticenano.core.crypto.Verifier;
import dev.latticenano.core.frame.FrameWriter;
import dev.latticenano.core.frame.Message;
import dev.latticenano.core.intention.AuthorId;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.session.Errands;
import dev.latticenano.core.session.Peer;
import dev.latticenano.core.store.StoreException;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;

/**
 * What a node says and hears at a relay beside its sessions, in one conversation: it brings
 * manifests and tickets before anything else, hears on what terms the relay holds what, and asks,
 * when both agree on a store, what the relay signs that it holds. To members it says at which
 * relays their common stores lie, and hears the same of them. Source: docs/relay.md.
 */
public final class Visit implements Errands {
  private final Peer peer;
  private final Verifier verifier;
  private final Dealings dealings;
  private final ListVisit lists;
  private final Whereabouts whereabouts;
  private final ElsewhereView elsewhere = new ElsewhereView();
  private final ArrayDeque<Place> places = new ArrayDeque<>(1);
  private final RedeemedView redeemed = new RedeemedView();
  private final Map<StoreId, Long> sequences = new HashMap<>();
  private final Map<StoreId, Long> askedMs = new HashMap<>();
  private Dealings.Errand brought;
  private long broughtMs;
  private Asking asking;
  private boolean asksUnknown;
  private boolean noRelay;
  private int redeems;
  private int questions;

  private boolean placesLooked;

  /** Where a store is, as the peer is to be told. */
  private record Place(StoreId store, String url) {}

  /** A visit to {@code peer}, whoever that turns out to be. */
  public Visit(
      Peer peer, Verifier verifier, Dealings dealings, Whereabouts whereabouts, MemberLists lists) {
    this.lists = new ListVisit(peer, lists);
    this.peer = peer;
    this.verifier = verifier;
    this.dealings = dealings;
    this.whereabouts = whereabouts;
  }

  private AuthorId relay() {
    return AuthorId.of(peer.key(), 0);
  }

  @Override
  public Verdict receive(int message, byte[] bytes, int offset, int length, long nowMs)
      throws StoreException {
    return switch (message) {
      case Message.REDEEMED -> redeemed(bytes, offset, length);
      case Message.TERMS -> terms(bytes, offset, length, nowMs);
      case Message.STATEMENT ->
          asking == null ? Verdict.OK : asking.statement(bytes, offset, length);
      case Message.RECEIPT ->
          asking == null ? Verdict.OK : asking.receipt(bytes, offset, length, verifier);
      case Message.LISTED -> lists.listed(bytes, offset, length);
      case Message.ELSEWHERE -> elsewhere(bytes, offset, length);
      default -> Verdict.MESSAGE_UNKNOWN;
    };
  }

  private Verdict elsewhere(byte[] bytes, int offset, int length) throws StoreException {
    Verdict form = elsewhere.read(bytes, offset, length);
    StoreId store = form == Verdict.OK ? elsewhere.store(peer) : null;
    if (store != null && peer.isShown(store)) {
      whereabouts.told(store, relay(), elsewhere.url());
    }
    return form;
  }

  private Verdict redeemed(byte[] bytes, int offset, int length) throws StoreException {
    Verdict form = redeemed.read(bytes, offset, length);
    if (form != Verdict.OK || brought == null || redeemed.number() != redeems) {
      return form;
    }
    byte[] holds = redeemed.manifest();
    boolean sound = holds != null && Manifest.check(holds, verifier) == Verdict.OK;
    Manifest manifest = sound ? Manifest.of(holds) : null;
    StoreId store = brought.manifest().store();
    boolean same = manifest != null && manifest.store().equals(store);
    answered(new Dealings.Answer(redeemed.verdict(), redeemed.sequence(), same ? manifest : null));
    return Verdict.OK;
  }

  private void answered(Dealings.Answer answer) throws StoreException {
    Dealings.Errand errand = brought;
    brought = null;
    dealings.redeemed(relay(), errand, answer);
  }

  private Verdict terms(byte[] bytes, int offset, int length, long nowMs) throws StoreException {
    Terms terms = Terms.read(bytes, offset, length);
    if (terms == null) {
      return Verdict.REDEEM_MALFORMED;
    }
    StoreId store = peer.storeAt(Terms.place(bytes, offset, length));
    if (store != null) {
      sequences.put(store, terms.sequence());
      dealings.terms(relay(), store, terms, nowMs);
    }
    return Verdict.OK;
  }

  @Override
  public int transmit(FrameWriter writer, byte[] out, int offset, long nowMs)
      throws StoreException {
    int length = errand(writer, out, offset, nowMs);
    return length == 0 ? tell(writer, out, offset) : length;
  }

  // Once a conversation, when there is nothing else to say about its stores.
  private int tell(FrameWriter writer, byte[] out, int offset) {
    if (!placesLooked && peer.sessionsAtRest()) {
      placesLooked = true;
      for (StoreId store : peer.stores()) {
        whereabouts.of(store, relay()).forEach(url -> places.add(new Place(store, url)));
      }
    }
    Place next = places.poll();
    return next == null
        ? 0
        : ElsewhereView.write(writer, out, offset, peer, next.store(), next.url());
  }

  private int errand(FrameWriter writer, byte[] out, int offset, long nowMs) throws StoreException {
    if (noRelay) {
      if (brought != null) {
        answered(new Dealings.Answer(Verdict.MESSAGE_UNKNOWN, 0, null));
      }
      return 0;
    }
    if (brought != null && isLate(broughtMs, nowMs)) {
      noRelay = true;
      answered(new Dealings.Answer(Verdict.PEER_SILENT, 0, null));
      return 0;
    }
    int length = brought == null ? bring(writer, out, offset, nowMs) : 0;
    if (length == 0 && brought == null) {
      length = ask(writer, out, offset, nowMs);
      length = length > 0 ? length : lists.transmit(writer, out, offset, nowMs);
    }
    return length;
  }

  private static boolean isLate(long sinceMs, long nowMs) {
    return nowMs - sinceMs >= Limits.RELAY_ANSWER_MS || nowMs < sinceMs;
  }

  private int bring(FrameWriter writer, byte[] out, int offset, long nowMs) throws StoreException {
    brought = dealings.due(relay(), nowMs);
    if (brought == null) {
      return 0;
    }
    broughtMs = nowMs;
    byte[] ticket = brought.ticket() == null ? null : brought.ticket().toBytes();
    byte[] manifest = brought.manifest().toBytes();
    return RedeemView.write(writer, out, offset, ++redeems, manifest, ticket);
  }

  private int ask(FrameWriter writer, byte[] out, int offset, long nowMs) throws StoreException {
    if (asking != null && asking.isOver(nowMs)) {
      Asking over = asking;
      asking = null;
      dealings.said(relay(), over.store(), over.said(verifier));
    }
    if (asking != null || asksUnknown || sequences.isEmpty()) {
      return 0;
    }
    for (StoreId store : peer.stores()) {
      Long last = askedMs.get(store);
      boolean soon = last != null && nowMs >= last && nowMs - last < Limits.RELAY_ASK_MS;
      if (sequences.containsKey(store) && !soon && peer.isEven(store)) {
        askedMs.put(store, nowMs);
        Dealings.Question question = dealings.question(relay(), store);
        asking = new Asking(relay(), store, question, sequences.get(store), ++questions, nowMs);
        return asking.write(writer, out, offset, peer.place(store));
      }
    }
    return 0;
  }

  @Override
  public void unknownToPeer(int message) {
    if (message == Message.REDEEM && brought != null) {
      noRelay = true;
    }
    if (message == Message.CHUNK_LIST) {
      lists.clear();
    }
    if (message == Message.ELSEWHERE) {
      places.clear();
    }
    if (message == Message.ASK) {
      asksUnknown = true;
      asking = null;
    }
  }

  @Override
  public void begin() {
    sequences.clear();
    askedMs.clear();
    brought = null;
    asking = null;
    lists.clear();
    noRelay = false;
    asksUnknown = false;
    places.clear();
    placesLooked = false;
  }

  @Override
  public boolean isAtRest() {
    return brought == null && asking == null && lists.isAtRest() && places.isEmpty();
  }
}
