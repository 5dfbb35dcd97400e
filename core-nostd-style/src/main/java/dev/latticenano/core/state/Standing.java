package dev.latticenano.core.state;

import dev.latticenano.core.intention.AuthorId;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.intention.Hlc;

/**
 * What a peer is in a store, by all that is witnessed here.
 *
 * @param status 1 invited, 2 active, 3 dormant, 4 revoked; others are from later, and as invited
 * @param role what it may do while active or dormant
 * @param since when that was said, by the clock of whoever said it
 * @param by who said it
 * @param op the intention that said it
 */
public record Standing(int status, Role role, Hlc since, AuthorId by, Hash op) {
  /** The status of a member that is waited for. */
  public static final int ACTIVE = 2;

  /** The status of a member that nobody waits for. */
  public static final int DORMANT = 3;

  /** The status of whoever was thrown out, or left. */
  public static final int REVOKED = 4;

  /** True for an active or dormant member. */
  public boolean isMember() {
    return isMember(status);
  }

  /** True if its acks count for the frontier: active, and of a role that votes. */
  public boolean votes() {
    return status == ACTIVE && role.votes();
  }

  /** True if it is given epoch keys. */
  public boolean reads() {
    return isMember() && role.reads();
  }

  static boolean isMember(int status) {
    return status == ACTIVE || status == DORMANT;
  }

  /** The one of two statuses under which a peer may do less. */
  static int lesser(int a, int b) {
    int order = Integer.compare(strength(a), strength(b));
    return order < 0 || order == 0 && a < b ? a : b;
  }

  private static int strength(int status) {
    return switch (status) {
      case ACTIVE -> 4;
      case DORMANT -> 3;
      case 1 -> 2;
      case REVOKED -> 0;
      default -> 1;
    };
  }
}
