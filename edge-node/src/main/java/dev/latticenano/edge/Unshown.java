package dev.latticenano.edge;

import dev.latticenano.core.intention.AuthorId;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.session.Peer;
import dev.latticenano.core.state.Standing;
import dev.latticenano.core.store.StoreException;
import java.util.ArrayList;
import java.util.List;

/**
 * Stores of this node of which a member that was met shows nothing: it has not got them any more,
 * or this node was thrown out there. Which of the two nobody here can tell.
 */
final class Unshown {
  private Unshown() {}

  /** A sentence for each such store. */
  static List<String> sentences(NodeHome home, Peer peer) throws StoreException {
    List<String> sentences = new ArrayList<>();
    for (StoreId store : home.node().stores()) {
      if (!peer.stores().contains(store) && isMember(home, store, AuthorId.of(peer.key(), 0))) {
        sentences.add(
            peer.name()
                + " no longer shows store "
                + home.nameOf(store)
                + " to this device, or does not have it");
      }
    }
    return sentences;
  }

  private static boolean isMember(NodeHome home, StoreId store, AuthorId peer) {
    Standing standing = home.node().membership(store).members().standing(peer);
    return standing != null && standing.isMember();
  }
}
