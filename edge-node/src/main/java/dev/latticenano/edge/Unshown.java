package dev.latticenano.edge;

import dev.latticenano.core.dag.Dag;
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
      if (!peer.stores().contains(store) && hadIt(home, store, peer.key())) {
        sentences.add(
            peer.name()
                + " no longer shows store "
                + home.nameOf(store)
                + " to this device, or does not have it");
      }
    }
    return sentences;
  }

  /** True if the peer is a member and has written there: it may not have heard of others yet. */
  private static boolean hadIt(NodeHome home, StoreId store, byte[] peer) throws StoreException {
    Standing standing = home.node().membership(store).members().standing(AuthorId.of(peer, 0));
    boolean wrote = home.node().dag(store).findAuthor(peer, 0) != Dag.NONE;
    return wrote && standing != null && standing.isMember();
  }
}
