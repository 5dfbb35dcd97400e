package dev.latticenano.edge;

import dev.latticenano.core.NeededList;
import dev.latticenano.core.crypto.Signer;
import dev.latticenano.core.intention.AuthorId;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.relay.ChunkList;
import dev.latticenano.core.relay.Listed;
import dev.latticenano.core.relay.MemberLists;
import dev.latticenano.core.store.StoreException;

/**
 * What this node signs for its relays about chunks that stores need, and what they say of these.
 */
final class SignedLists implements MemberLists {
  private final NodeHome home;
  private final Signer signer;
  private final Relays relays;

  SignedLists(NodeHome home, Signer signer, Relays relays) {
    this.home = home;
    this.signer = signer;
    this.relays = relays;
  }

  @Override
  public ChunkList.Content needed(StoreId store) throws StoreException {
    boolean open = home.node().stores().contains(store);
    return open ? NeededList.of(home.node(), store) : null;
  }

  @Override
  public Signer signer() {
    return signer;
  }

  @Override
  public void listed(AuthorId key, StoreId store, Listed listed) {
    UsedRelay relay = relays.find(store, key);
    if (relay != null && !listed.equals(relay.listed())) {
      relay.listed(listed);
      relays.save(relay);
    }
  }
}
