package dev.latticenano.core.session;

import dev.latticenano.core.intention.StoreId;
import java.util.Arrays;
import java.util.List;

/**
 * How stores are named to one peer in one conversation outside sessions: blinded as in an offer, so
 * that only who knows a store understands.
 */
public final class StoreNames {
  /** Bytes of a name. */
  public static final int BYTES = StoreKey.OFFER_BYTES;

  private final Greeting greeting;
  private final List<Held> stores;

  StoreNames(Greeting greeting, List<Held> stores) {
    this.greeting = greeting;
    this.stores = stores;
  }

  /** Writes this end's name of a store. */
  public void write(StoreId store, byte[] out, int offset) {
    greeting.ownOffer(store, out, offset);
    greeting.namesDone();
  }

  /** The store of this end that the peer means by the name at {@code offset}; null if none. */
  public StoreId find(byte[] bytes, int offset) {
    byte[] expected = new byte[BYTES];
    StoreId found = null;
    for (int i = 0; i < stores.size(); i++) {
      greeting.peerOffer(stores.get(i).id(), expected, 0);
      if (Arrays.equals(expected, 0, BYTES, bytes, offset, offset + BYTES)) {
        found = stores.get(i).id();
      }
    }
    greeting.namesDone();
    return found;
  }
}
