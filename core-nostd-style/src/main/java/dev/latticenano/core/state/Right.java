package dev.latticenano.core.state;

import dev.latticenano.core.intention.AuthorId;
import dev.latticenano.core.intention.SystemOpView;
import dev.latticenano.core.intention.SystemWalk;
import dev.latticenano.core.intention.UniversalOpView;

/** What an intention takes of its author; of several changes in one, the most. docs/members.md. */
public enum Right {
  /** Says what it has seen. */
  ACK,
  /** Speaks of its author alone: its name. */
  SELF,
  /** Writes: data, children, the store's name, the beginning, snapshots. */
  WRITE,
  /** Manages: invites, whose peers the store has, what others are called. */
  MANAGE,
  /** Says who may write what: status and role of peers, epochs. {@link Members} keeps these. */
  GOVERN;

  /** What checked ops, out of their envelope, take of {@code author}. */
  public static Right of(UniversalOpView ops, AuthorId author) {
    return switch (ops.kind()) {
      case ACK, UNKNOWN -> ACK;
      case APP_DATA, GENESIS, ENVELOPE, SNAPSHOT, RESTATEMENT -> WRITE;
      case EPOCH_CHANGE -> GOVERN;
      case SYSTEM -> ofSystem(ops, author);
    };
  }

  private static Right ofSystem(UniversalOpView ops, AuthorId author) {
    Right most = ACK;
    SystemWalk walk = new SystemWalk().wrap(ops);
    SystemOpView change = new SystemOpView();
    while (walk.next(change)) {
      Right right = ofChange(change, author);
      most = right.compareTo(most) > 0 ? right : most;
    }
    return most;
  }

  /** True if {@code ops} say that their author is no member any more, and nothing of others. */
  public static boolean isLeave(UniversalOpView ops, AuthorId author) {
    AuthorityReading reading = new AuthorityReading();
    return reading.read(ops, author) && reading.kind() == AuthorityOp.Kind.LEAVE;
  }

  static Right ofChange(SystemOpView change, AuthorId author) {
    return switch (change.kind()) {
      case PEER_STATUS, PEER_ROLE -> GOVERN;
      case PEER_NAME, PEER_ADDED_AT, PEER_ADDED_BY ->
          author.matches(change.target(), 0) ? SELF : MANAGE;
      case INVITE_STATUS,
          INVITE_INVITED_BY,
          INVITE_CLAIMED_BY,
          INVITE_TERMS,
          STRATEGY_INDEPENDENT,
          STRATEGY_INHERITED,
          STRATEGY_SNAPSHOT ->
          MANAGE;
      case ADD_CHILD, REMOVE_CHILD, CHILD_STATUS, STORE_NAME -> WRITE;
      case UNKNOWN -> ACK;
    };
  }
}
