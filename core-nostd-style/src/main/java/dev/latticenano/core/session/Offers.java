package dev.latticenano.core.session;

import dev.latticenano.core.Verdict;
import dev.latticenano.core.bytes.Cursor;
import dev.latticenano.core.frame.FrameWriter;
import dev.latticenano.core.frame.Message;
import dev.latticenano.core.intention.StoreId;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Which stores both ends know, found without naming one: each side offers all of its own, blinded,
 * and recognises those of the other that it holds too.
 */
final class Offers {
  /** Stores that one side may offer over one link. */
  static final int STORES_MAX = 4096;

  private final Greeting greeting;
  private final List<Held> stores;
  private final StoreKey keys = new StoreKey();
  private final Cursor fields = new Cursor();
  private final byte[] expected = new byte[StoreKey.OFFER_BYTES];
  private boolean due;
  private boolean answerDue;
  private boolean heard;
  private int number;
  private int peerNumber;
  private int heardNumber;
  private int awaited;

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
    return heardNumber == number;
  }

  /** Has our stores offered (again): the peer has just said hello, or there is a new store. */
  void offer() {
    due = true;
    number++;
  }

  /** As {@link #offer}; an offer that follows another is answered, and that is waited for. */
  void offerMore() {
    boolean follows = number > 0 && !due;
    offer();
    awaited = follows ? number : awaited;
  }

  /** True unless the peer owes an answer to what was offered last. */
  boolean isSettled() {
    return heardNumber >= awaited;
  }

  /** Has the last offer sent again. */
  void repeat() {
    due = true;
  }

  /** Starts over: the peer began a new conversation. */
  void reset() {
    heard = false;
    peerNumber = 0;
    awaited = 0;
    offer();
  }

  /** The peer's offer: adds to {@code shared} the stores of ours that it named. */
  Verdict offer(byte[] bytes, int offset, int length, boolean lossy, List<Held> shared) {
    int echoAt = -1;
    int idsAt = offset;
    int idsBytes = 0;
    boolean answer = false;
    long newNumber = 0;
    long newHeard = 0;
    fields.wrap(bytes, offset, length);
    while (fields.nextField()) {
      switch (fields.fieldNumber()) {
        case 1 -> echoAt = fields.dataLength() == StoreKey.NONCE_BYTES ? fields.dataOffset() : -1;
        case 2 -> {
          idsAt = fields.dataOffset();
          idsBytes = fields.dataLength();
        }
        case 3 -> answer = fields.value() != 0;
        case 4 -> newNumber = fields.value();
        case 5 -> newHeard = fields.value();
        default -> {}
      }
    }
    boolean whole = idsBytes % StoreKey.OFFER_BYTES == 0;
    if (fields.malformed()
        || echoAt < 0
        || (newNumber | newHeard) >>> 31 != 0
        || !whole
        || idsBytes > STORES_MAX * StoreKey.OFFER_BYTES) {
      return Verdict.OFFER_MALFORMED;
    }
    byte[] own = greeting.ownNonce();
    if (!Arrays.equals(bytes, echoAt, echoAt + own.length, own, 0, own.length)) {
      return Verdict.OK;
    }
    // Who offers again has a new store, and could not recognise it when we offered ours.
    answerDue |= (lossy || heard) && !answer;
    heard = true;
    peerNumber = Math.max(peerNumber, (int) newNumber);
    heardNumber = Math.max(heardNumber, Math.min(number, (int) newHeard));
    // Sixteen bytes that compare, which an offer is as well.
    Set<StoreId> named = new HashSet<>();
    for (int at = idsAt; at < idsAt + idsBytes; at += StoreKey.OFFER_BYTES) {
      named.add(StoreId.of(bytes, at));
    }
    for (Held store : stores) {
      keys.offer(store.id().toBytes(), greeting.peerNonce(), greeting.ownNonce(), expected, 0);
      if (named.contains(StoreId.of(expected, 0))) {
        shared.add(store);
      }
    }
    return Verdict.OK;
  }

  /** The first bytes of our own offer of {@code store}: how we name its session. */
  byte[] ownSessionId(Held store) {
    keys.offer(store.id().toBytes(), greeting.ownNonce(), greeting.peerNonce(), expected, 0);
    return Arrays.copyOf(expected, Session.ID_BYTES);
  }

  /** The first bytes of the peer's offer of {@code store}: how the peer names its session. */
  byte[] peerSessionId(Held store) {
    keys.offer(store.id().toBytes(), greeting.peerNonce(), greeting.ownNonce(), expected, 0);
    return Arrays.copyOf(expected, Session.ID_BYTES);
  }

  int transmit(FrameWriter writer, byte[] out, int offset) {
    if (!greeting.isHeard() || !due && !answerDue) {
      return 0;
    }
    boolean answer = !due;
    due = false;
    answerDue = false;
    int count = Math.min(stores.size(), STORES_MAX);
    writer
        .start(out, offset, Message.OFFER)
        .bytes(1, greeting.peerNonce(), 0, StoreKey.NONCE_BYTES);
    if (count > 0) {
      int at = writer.open(2, count * StoreKey.OFFER_BYTES);
      for (int i = 0; i < count; i++) {
        byte[] id = stores.get(i).id().toBytes();
        int to = at + i * StoreKey.OFFER_BYTES;
        keys.offer(id, greeting.ownNonce(), greeting.peerNonce(), out, to);
      }
    }
    return writer.number(3, answer ? 1 : 0).number(4, number).number(5, peerNumber).finish();
  }
}
