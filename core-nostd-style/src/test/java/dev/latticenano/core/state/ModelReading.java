package dev.latticenano.core.state;

import dev.latticenano.core.intention.AuthorId;
import dev.latticenano.core.intention.GenesisOp;
import dev.latticenano.core.intention.SystemOpView;
import dev.latticenano.core.intention.SystemWalk;
import dev.latticenano.core.intention.UniversalOpView;
import dev.latticenano.core.state.Saga.Written;

/** What single intentions say of members, for {@link MembersModel}. */
final class ModelReading {
  private final boolean open;

  ModelReading(boolean open) {
    this.open = open;
  }

  /** Status and role that an intention says of a peer; -1 for what it does not say. */
  int[] says(Written by, AuthorId peer) {
    int[] said = {-1, -1};
    UniversalOpView view = by.view();
    if (isBeginning(by) && by.author.equals(peer)) {
      return new int[] {2, 1};
    }
    if (view.kind() != UniversalOpView.Kind.SYSTEM) {
      return said;
    }
    SystemWalk walk = new SystemWalk().wrap(view);
    SystemOpView change = new SystemOpView();
    while (walk.next(change)) {
      boolean about = peer.matches(change.target(), 0);
      if (about && change.kind() == SystemOpView.Kind.PEER_STATUS) {
        said[0] = (int) Math.max(0, change.number());
      } else if (about && change.kind() == SystemOpView.Kind.PEER_ROLE) {
        said[1] = (int) Math.max(0, change.number());
      }
    }
    return said;
  }

  boolean speaksOf(Written by, AuthorId peer) {
    int[] said = says(by, peer);
    return said[0] >= 0 || said[1] >= 0;
  }

  boolean isBeginning(Written each) {
    UniversalOpView view = each.view();
    return !open
        && view.kind() == UniversalOpView.Kind.GENESIS
        && each.author.equals(Saga.CREATOR)
        && GenesisOp.of(view).nonce() == 7;
  }

  boolean isAuthority(Written each) {
    return isBeginning(each) || each.right() == Right.GOVERN;
  }

  boolean gives(Written by, AuthorId peer) {
    int[] said = says(by, peer);
    return (said[0] == 2 || said[0] == 3) && (open || said[1] == 1);
  }

  boolean takes(Written by, AuthorId peer) {
    int[] said = says(by, peer);
    if (open) {
      return said[0] == 4;
    }
    boolean outside = said[0] >= 0 && said[0] != 2 && said[0] != 3;
    return outside || said[1] >= 0 && said[1] != 1;
  }

  boolean isLeaving(Written each) {
    UniversalOpView view = each.view();
    if (view.kind() != UniversalOpView.Kind.SYSTEM) {
      return false;
    }
    SystemWalk walk = new SystemWalk().wrap(view);
    SystemOpView change = new SystemOpView();
    while (walk.next(change)) {
      boolean self = each.author.matches(change.target(), 0);
      boolean leaves = change.kind() == SystemOpView.Kind.PEER_STATUS && change.number() == 4;
      if (!self || !leaves && change.kind() != SystemOpView.Kind.PEER_NAME) {
        return false;
      }
    }
    return true;
  }
}
