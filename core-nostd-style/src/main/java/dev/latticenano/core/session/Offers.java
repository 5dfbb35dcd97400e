package dev.latticenano.core.session;

import dev.latticenano.core.Verdict;
import dev.latticenano.core.bytes.Cursor;
import dev.latticenano.core.bytes.LittleEndian;
import dev.latticenano.core.frame.FrameWriter;
import dev.latticenano.core.frame.Message;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.store.StoreException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which stores both ends know and show each other, found without naming one: each side offers those
 * of its own that the other is shown, blinded, and recognises those of the other. A store that the
 * peer is not shown is as if it were not here. From then on either side names a store by its place
 * in its own offer, from 0; a store offered later comes behind the others.
 */
final class Offers {
  /** Stores that one side may offer in one conversation. */
  static final int STORES_MAX = 4096;

  /** No such place. */
  static final int NONE = -1;

  private final Greeting greeting;
  private final List<Held> stores;
  private final Granting granting;
  private final List<Held> offered = new ArrayList<>(1);
  private boolean due = true;
  private boolean said;
  private long seen = -1;
  private boolean answerDue;
  private boolean heard;
  private int number;
  private int peerNumber;
  private int heardNumber;
  private int awaited;
  private int peerCount;

  Offers(Greeting greeting, List<Held> stores) {
    this.greeting = greeting;
    this.stores = stores;
    this.granting = new Granting(greeting, stores);
  }

  /** What the peer is shown. */
  Granting granting() {
    return granting;
  }

  /** True once the peer has offered its stores in this conversation. */
  boolean isHeard() {
    return heard;
  }

  /** True once the peer is known to have our offer; only asked where frames get lost. */
  boolean isAnswered() {
    return heardNumber > number;
  }

  /** Whom stores are shown to may have changed: what the peer is shown now it is offered. */
  void look() throws StoreException {
    if (version() != seen) {
      seen = version();
      offerNew();
    }
  }

  private long version() {
    long version = stores.size();
    for (int i = 0; i < stores.size(); i++) {
      version += stores.get(i).audience().version();
    }
    return version;
  }

  /** Offers what the peer is shown and was not offered yet. */
  void offerNew() throws StoreException {
    boolean any = false;
    for (Held store : stores) {
      any |= granting.shows(store) && !offered.contains(store);
    }
    if (any) {
      offerMore();
    }
  }

  /** True if a store was offered to the peer that was thrown out of it since. */
  boolean isOutdated() throws StoreException {
    boolean any = false;
    for (int i = 0; i < offered.size() && version() != seen; i++) {
      any |= granting.bars(offered.get(i));
    }
    return any;
  }

  /** True if the store was offered in this conversation. */
  boolean isOffered(StoreId store) {
    return place(store) != NONE;
  }

  // An offer that follows another is answered, and that is waited for.
  private void offerMore() {
    if (!due) {
      number++;
      awaited = number + 1;
    }
    due = true;
  }

  /** True unless the peer owes an answer to what was offered last. */
  boolean isSettled() {
    return heardNumber >= awaited && !granting.isDue();
  }

  /** Has the last offer sent again. */
  void repeat() {
    due = true;
    granting.repeat();
  }

  /** Starts over: a new conversation. */
  void reset() {
    granting.reset();
    offered.clear();
    due = true;
    said = false;
    seen = -1;
    answerDue = false;
    heard = false;
    number = 0;
    peerNumber = 0;
    heardNumber = 0;
    awaited = 0;
    peerCount = 0;
  }

  /** A store of ours that the peer offers at {@code place}, too. */
  record Shared(Held store, int place) {}

  /** The peer's offer: adds to {@code shared} the stores of ours that it named. */
  Verdict offer(byte[] bytes, int offset, int length, boolean lossy, List<Shared> shared)
      throws StoreException {
    int namesAt = offset;
    int namesBytes = 0;
    boolean answer = false;
    long newNumber = 0;
    long newHeard = 0;
    Cursor fields = new Cursor().wrap(bytes, offset, length);
    while (fields.nextField()) {
      switch (fields.fieldNumber()) {
        case 1 -> {
          namesAt = fields.dataOffset();
          namesBytes = fields.dataLength();
        }
        case 2 -> answer = fields.value() != 0;
        case 3 -> newNumber = fields.value();
        case 4 -> newHeard = fields.value();
        default -> {}
      }
    }
    boolean whole = namesBytes % StoreKey.OFFER_BYTES == 0;
    if (fields.malformed()
        || (newNumber | newHeard) >>> 31 != 0
        || !whole
        || namesBytes > STORES_MAX * StoreKey.OFFER_BYTES) {
      return Verdict.OFFER_MALFORMED;
    }
    // Who offers again has a new store, and could not recognise it when we offered ours.
    answerDue |= (lossy || heard) && !answer;
    heard = true;
    peerNumber = (int) Math.max(peerNumber, Math.min(newNumber + 1, Integer.MAX_VALUE));
    heardNumber = Math.max(heardNumber, Math.min(number + 1, (int) newHeard));
    peerCount = Math.max(peerCount, namesBytes / StoreKey.OFFER_BYTES);
    recognise(bytes, namesAt, namesBytes, shared);
    return Verdict.OK;
  }

  // Names are made for all stores, whoever is shown them.
  private void recognise(byte[] bytes, int namesAt, int namesBytes, List<Shared> shared)
      throws StoreException {
    byte[] expected = new byte[StoreKey.OFFER_BYTES];
    Map<Long, Integer> places = new HashMap<>();
    for (int at = 0; at < namesBytes; at += StoreKey.OFFER_BYTES) {
      places.putIfAbsent(LittleEndian.longAt(bytes, namesAt + at), at / StoreKey.OFFER_BYTES);
    }
    for (Held store : stores) {
      greeting.peerOffer(store.id(), expected, 0);
      Integer place = places.get(LittleEndian.longAt(expected, 0));
      boolean shown = granting.shows(store);
      if (place != null && shown && place(store) != NONE) {
        shared.add(new Shared(store, place));
      } else if (place == null) {
        granting.missing(store);
      }
    }
    greeting.namesDone();
  }

  /**
   * The place of a store in our own offer, by which we name its session; {@link #NONE} if there is
   * no room for it.
   */
  int place(Held store) {
    int place = offered.indexOf(store);
    if (place >= 0 || offered.size() == STORES_MAX) {
      return Math.max(place, NONE);
    }
    offered.add(store);
    return offered.size() - 1;
  }

  /** The place of a store that was offered in this conversation; {@link #NONE} for another. */
  int place(StoreId store) {
    for (int i = 0; i < offered.size(); i++) {
      if (offered.get(i).id().equals(store)) {
        return i;
      }
    }
    return NONE;
  }

  /** True if this end's name of a store that both offer is less than the peer's, byte by byte. */
  boolean isFirst(Held store) {
    byte[] own = new byte[StoreKey.OFFER_BYTES];
    byte[] peers = new byte[StoreKey.OFFER_BYTES];
    greeting.ownOffer(store.id(), own, 0);
    greeting.peerOffer(store.id(), peers, 0);
    greeting.namesDone();
    return Arrays.compareUnsigned(own, peers) < 0;
  }

  /** True if the peer has offered a store at {@code place}, known here or not. */
  boolean isOfferedByPeer(long place) {
    return place >= 0 && place < peerCount;
  }

  int transmit(FrameWriter writer, byte[] out, int offset) throws StoreException {
    if (said && granting.isDue()) {
      return transmitGrant(writer, out, offset);
    }
    if (!due && !(answerDue && greeting.isHeard())) {
      return 0;
    }
    boolean answer = !due;
    due = false;
    answerDue = false;
    said = true;
    for (Held store : stores) {
      if (granting.shows(store)) {
        place(store);
      }
    }
    writer.start(out, offset, Message.OFFER);
    if (!offered.isEmpty()) {
      int at = writer.open(1, offered.size() * StoreKey.OFFER_BYTES);
      for (int i = 0; i < offered.size(); i++) {
        greeting.ownOffer(offered.get(i).id(), out, at + i * StoreKey.OFFER_BYTES);
      }
    }
    greeting.namesDone();
    return writer.number(2, answer ? 1 : 0).number(3, number).number(4, peerNumber).finish();
  }

  // The offer behind the last grant is answered, whatever the peer thinks of the grants.
  private int transmitGrant(FrameWriter writer, byte[] out, int offset) {
    int length = granting.transmit(writer, out, offset);
    if (granting.takeFresh()) {
      offerMore();
    }
    due |= !granting.isDue();
    return length;
  }
}
