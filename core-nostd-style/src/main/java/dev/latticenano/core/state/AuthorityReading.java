package dev.latticenano.core.state;

import dev.latticenano.core.intention.AuthorId;
import dev.latticenano.core.intention.SystemOpView;
import dev.latticenano.core.intention.SystemWalk;
import dev.latticenano.core.intention.UniversalOpView;
import dev.latticenano.core.state.AuthorityOp.Change;
import dev.latticenano.core.state.AuthorityOp.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What checked ops say about who may write what: for each peer its status and role, whatever came
 * last of each.
 */
final class AuthorityReading {
  private final SystemWalk walk = new SystemWalk();
  private final SystemOpView view = new SystemOpView();
  private final Map<AuthorId, Change> changes = new TreeMap<>();
  private boolean any;
  private boolean leaves;

  /** Reads ops out of their envelope; true if they say anything of that. */
  boolean read(UniversalOpView ops, AuthorId author) {
    changes.clear();
    any = ops.kind() == UniversalOpView.Kind.EPOCH_CHANGE;
    leaves = !any;
    if (ops.kind() != UniversalOpView.Kind.SYSTEM) {
      return any;
    }
    walk.wrap(ops);
    while (walk.next(view)) {
      switch (view.kind()) {
        case PEER_STATUS -> say((int) view.number(), false, author);
        case PEER_ROLE -> say((int) view.number(), true, author);
        default -> leaves &= Right.ofChange(view, author).compareTo(Right.SELF) <= 0;
      }
    }
    return any;
  }

  private void say(int number, boolean isRole, AuthorId author) {
    AuthorId peer = AuthorId.of(view.target(), 0);
    Change before =
        changes.getOrDefault(peer, new Change(peer, AuthorityOp.UNSAID, AuthorityOp.UNSAID));
    // What is negative comes from later, as 0 does; only "nothing was said" is another thing.
    int said = Math.max(0, number);
    changes.put(
        peer,
        isRole ? new Change(peer, before.status(), said) : new Change(peer, said, before.role()));
    leaves &= !isRole && number == Standing.REVOKED && peer.equals(author);
    any = true;
  }

  /** By what right its author can only have written it. */
  Kind kind() {
    return leaves ? Kind.LEAVE : Kind.OWNER;
  }

  /** One change a peer, in the order of the peers' keys. */
  List<Change> changes() {
    return new ArrayList<>(changes.values());
  }
}
