package dev.latticenano.core.state;

import dev.latticenano.core.intention.AuthorId;
import dev.latticenano.core.intention.UniversalOpView;
import dev.latticenano.core.state.AuthorityOp.Change;

/** Whether ops would make somebody a member if their author may do that. */
public final class GrantReading {
  private final AuthorityReading reading = new AuthorityReading();

  /**
   * True if {@code ops} say that {@code peer} is active or dormant.
   *
   * @param ops checked, out of their envelope
   * @param author who wrote them
   */
  public boolean letsIn(UniversalOpView ops, AuthorId author, AuthorId peer) {
    if (!reading.read(ops, author)) {
      return false;
    }
    for (Change change : reading.changes()) {
      if (change.peer().equals(peer)) {
        return Member.letsIn(change);
      }
    }
    return false;
  }
}
