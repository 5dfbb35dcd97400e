package dev.latticenano.edge;

import dev.latticenano.host.text.NetworkPlace;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Set;

/**
 * The places that a server calls of itself: those of relays, and those of members of a store that
 * has not come whole, for as long as that lasts. What it was told to call is not its business.
 */
final class Recalls {
  /** Places called at a time. */
  static final int PLACES_MAX = 32;

  private final NodeHome home;
  private final Calls calls;
  private final Set<NetworkPlace> called = new HashSet<>();

  Recalls(NodeHome home, Calls calls) {
    this.home = home;
    this.calls = calls;
  }

  /** Looks whether some are to be called, or no more. */
  void turn() {
    boolean any =
        !home.invitations().bootstraps().stores().isEmpty() || !home.relays().all().isEmpty();
    if (!any && called.isEmpty()) {
      return;
    }
    Set<NetworkPlace> wanted = any ? KnownPlaces.called(home) : Set.of();
    for (Iterator<NetworkPlace> each = called.iterator(); each.hasNext(); ) {
      NetworkPlace place = each.next();
      if (!wanted.contains(place)) {
        calls.forget(place.host(), place.port());
        each.remove();
      }
    }
    for (NetworkPlace place : wanted) {
      if (called.size() < PLACES_MAX && !calls.isCalled(place.host(), place.port())) {
        called.add(place);
        calls.call(place.host(), place.port());
      }
    }
  }
}
