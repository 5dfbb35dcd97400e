package dev.latticenano.core.session;

import dev.latticenano.core.Verdict;
import dev.latticenano.core.bytes.Cursor;
import dev.latticenano.core.bytes.LittleEndian;
import dev.latticenano.core.frame.FrameWriter;
import dev.latticenano.core.frame.Message;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which stores both ends know, found without naming one: each side offers all of its own, blinded,
 * and recognises those of the other that it holds too. From then on either side names a store by
 * its place in its own offer, from 0; a store offered later comes behind the others.
 */
final class Offers {
  /** Stores that one side may offer in one conversation. */
  static final int STORES_MAX = 4096;

  /** No such place. */
  static final int NONE = -1;

  private final Greeting greeting;
  private final List<Held> stores;
  private final List<Held> offered = new ArrayList<>();
  private final byte[] expected = new byte[StoreKey.OFFER_BYTES];
  private boolean due = true;
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
  }

  /** True once the peer has offered its stores in this conversation. */
  boolean isHeard() {
    return heard;
  }

  /** True once the peer is known to have our offer; only asked where frames get lost. */
  boolean isAnswered() {
    return heardNumber > number;
  }

  /** A store is new here: an offer that follows another is answered, and that is waited for. */
  void offerMore() {
    if (!due) {
      number++;
      awaited = number + 1;
    }
    due = true;
  }

  /** True unless the peer owes an answer to what was offered last. */
  boolean isSettled() {
    return heardNumber >= awaited;
  }

  /** Has the last offer sent again. */
  void repeat() {
    due = true;
  }

  /** Starts over: a new conversation. */
  void reset() {
    offered.clear();
    due = true;
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
  Verdict offer(byte[] bytes, int offset, int length, boolean lossy, List<Shared> shared) {
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

  private void recognise(byte[] bytes, int namesAt, int namesBytes, List<Shared> shared) {
    Map<Long, Integer> places = new HashMap<>();
    for (int at = 0; at < namesBytes; at += StoreKey.OFFER_BYTES) {
      places.putIfAbsent(LittleEndian.longAt(bytes, namesAt + at), at / StoreKey.OFFER_BYTES);
    }
    for (Held store : stores) {
      greeting.peerOffer(store.id(), expected, 0);
      Integer place = places.get(LittleEndian.longAt(expected, 0));
      if (place != null && place(store) != NONE) {
        shared.add(new Shared(store, place));
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

  int transmit(FrameWriter writer, byte[] out, int offset) {
    if (!due && !(answerDue && greeting.isHeard())) {
      return 0;
    }
    boolean answer = !due;
    due = false;
    answerDue = false;
    stores.forEach(this::place);
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
}
