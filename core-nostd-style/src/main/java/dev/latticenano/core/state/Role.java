package dev.latticenano.core.state;

/** What a member is in a store. Numbers as they travel; rules: docs/members.md. */
public enum Role {
  /** Writes, votes, manages members, invites and epochs. */
  OWNER(1, 4),
  /** Writes and votes; so does an active member of whom no role was said. */
  VOTER(2, 3),
  /** Keeps and forwards; has no key, writes nothing but acks, has no vote. */
  CARRIER(3, 1),
  /** Has the key; writes nothing but acks, has no vote. */
  READER(4, 2),
  /** A role of a later version: as a carrier, nobody hands it a key. */
  UNKNOWN(0, 0);

  private final int number;
  private final int strength;

  Role(int number, int strength) {
    this.number = number;
    this.strength = strength;
  }

  /** The role of a number that travelled. */
  public static Role of(int number) {
    for (Role role : values()) {
      if (role.number == number) {
        return role;
      }
    }
    return UNKNOWN;
  }

  /** The number that travels; 0 for a role of a later version. */
  public int number() {
    return number;
  }

  /** True if this member's acks count for the frontier. */
  public boolean votes() {
    return this == OWNER || this == VOTER;
  }

  /** True if this member is given epoch keys. */
  public boolean reads() {
    return votes() || this == READER;
  }

  /** True if this role, of a member that is active or dormant, has {@code right}. */
  public boolean has(Right right) {
    return switch (right) {
      case ACK, SELF -> true;
      case WRITE -> votes();
      case MANAGE, GOVERN -> this == OWNER;
    };
  }

  /** The one of two roles that may do less. */
  Role lesser(Role other) {
    return strength <= other.strength ? this : other;
  }
}
