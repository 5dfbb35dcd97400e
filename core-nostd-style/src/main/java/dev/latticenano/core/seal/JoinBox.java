package dev.latticenano.core.seal;

import dev.latticenano.core.intention.AuthorId;
import dev.latticenano.core.intention.Hash;
import java.util.List;

/**
 * What somebody who joins a store is given besides its intentions. Nobody signs it: what it says is
 * worth as much as the signed history that comes later says the same, and a key is the one that an
 * epoch change names.
 *
 * @param storeType the store's type; empty if it is not known yet
 * @param keys the epoch keys that the acceptor holds, none for a clear store
 * @param grant the intention that makes the joiner a member
 * @param inviter who made the invite
 * @param peers members that may be asked for the store
 * @param places where some of them may be reached
 * @param intentions how many intentions of the store the acceptor shows, for progress alone; 0: not
 *     said
 */
public record JoinBox(
    String storeType,
    List<EpochKey> keys,
    Hash grant,
    AuthorId inviter,
    List<AuthorId> peers,
    List<PeerPlace> places,
    long intentions) {
  /** A box whose lists are copied. */
  public JoinBox {
    keys = List.copyOf(keys);
    peers = List.copyOf(peers);
    places = List.copyOf(places);
  }
}
