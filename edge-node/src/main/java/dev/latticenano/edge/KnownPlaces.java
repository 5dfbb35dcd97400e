package dev.latticenano.edge;

import dev.latticenano.core.intention.AuthorId;
import dev.latticenano.core.intention.InviteToken;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.seal.PeerPlace;
import dev.latticenano.core.state.Members;
import dev.latticenano.host.text.NetworkPlace;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Where on the network members of this node's stores may be reached, as far as it knows. */
public final class KnownPlaces {
  private KnownPlaces() {}

  /** Of stores that have not come whole: what was told of their members, and what is remembered. */
  static Set<NetworkPlace> ofUnfinished(NodeHome home) {
    Set<NetworkPlace> found = new LinkedHashSet<>();
    BootstrapMarks marks = home.invitations().bootstraps();
    for (StoreId store : marks.stores()) {
      for (PeerPlace told : marks.of(store).places()) {
        if (!told.peer().equals(home.node().key())) {
          add(found, told.address());
        }
      }
      Set<AuthorId> peers = marks.askable(store);
      InviteToken invite = home.invitations().pending(store);
      if (invite != null) {
        peers.add(invite.inviter());
      }
      addRemembered(home, peers, found);
    }
    return found;
  }

  /** What a server calls of itself: the same, and the relays of its stores. */
  static Set<NetworkPlace> called(NodeHome home) {
    Set<NetworkPlace> found = ofUnfinished(home);
    found.addAll(home.relays().places());
    return found;
  }

  /** The same first, then those of members of all stores. */
  public static List<NetworkPlace> all(NodeHome home) {
    Set<NetworkPlace> found = called(home);
    for (StoreId store : home.node().stores()) {
      Members members = home.node().membership(store).members();
      Set<AuthorId> peers = new LinkedHashSet<>(members.peers());
      peers.removeIf(each -> !members.standing(each).isMember());
      peers.remove(home.node().key());
      addRemembered(home, peers, found);
    }
    return List.copyOf(found);
  }

  private static void addRemembered(NodeHome home, Set<AuthorId> of, Set<NetworkPlace> found) {
    for (AuthorId each : of) {
      home.places().of(each).forEach(place -> add(found, place));
    }
  }

  private static void add(Set<NetworkPlace> found, String text) {
    NetworkPlace place = NetworkPlace.of(text);
    if (place != null) {
      found.add(place);
    }
  }
}
