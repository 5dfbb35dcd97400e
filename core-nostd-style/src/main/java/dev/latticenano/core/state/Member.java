package dev.latticenano.core.state;

import dev.latticenano.core.intention.AuthorId;
import dev.latticenano.core.intention.Hlc;
import dev.latticenano.core.state.AuthorityOp.Change;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;

/**
 * One peer somebody said something about, or who said something: the authority ops that matter for
 * it, and what those of them that count mean.
 */
final class Member {
  private static final Comparator<AuthorityOp> LATER =
      Comparator.<AuthorityOp, Hlc>comparing(op -> op.timestamp)
          .thenComparing(op -> op.author)
          .thenComparing(op -> op.hash);

  private static final Right[] RIGHTS = Right.values();

  final AuthorId key;
  private final boolean open;

  /** What it wrote as an owner, or as one. */
  final List<AuthorityOp> wrote = new ArrayList<>();

  /** What makes it an owner. */
  final List<AuthorityOp> gives = new ArrayList<>();

  /** What takes ownership from it. */
  final List<AuthorityOp> takes = new ArrayList<>();

  // Said of it, in the order of numbers, and what each means if it counts: with what stood before.
  private final List<AuthorityOp> about = new ArrayList<>();
  private int[] status = new int[4];
  private Role[] role = new Role[4];
  private final BitSet counted = new BitSet();
  private final BitSet newest = new BitSet();
  private final BitSet first = new BitSet();
  private int lacked;
  private int done;

  /**
   * @param open true in a store where all may do all until they are revoked
   */
  Member(AuthorId key, boolean open) {
    this.key = key;
    this.open = open;
  }

  /** True if {@code change} makes its peer an owner; it says both, or says nothing of that. */
  static boolean gives(Change change, boolean open) {
    boolean member = change.saysStatus() && Standing.isMember(change.status());
    return member && (open || change.saysRole() && Role.of(change.role()) == Role.OWNER);
  }

  /** True if {@code change} takes ownership from its peer. */
  static boolean takes(Change change, boolean open) {
    if (open) {
      return change.status() == Standing.REVOKED;
    }
    return change.saysStatus() && !Standing.isMember(change.status())
        || change.saysRole() && Role.of(change.role()) != Role.OWNER;
  }

  /** True if {@code change} says that its peer is a member, of whatever role. */
  static boolean letsIn(Change change) {
    return change.saysStatus() && Standing.isMember(change.status());
  }

  /** True if {@code change} says that its peer is no member, or not yet. */
  static boolean keepsOut(Change change) {
    return change.saysStatus() && !Standing.isMember(change.status());
  }

  /** Notes what {@code op} says of it. */
  void said(AuthorityOp op, Change change) {
    about.add(op);
    if (gives(change, open)) {
      gives.add(op);
    } else if (takes(change, open)) {
      takes.add(op);
    }
  }

  /** Number of ops about it. */
  int aboutCount() {
    return about.size();
  }

  /** One of them, in the order of their numbers. */
  AuthorityOp about(int index) {
    return about.get(index);
  }

  /** Which of {@link #about} count. */
  BitSet counted() {
    return counted;
  }

  /** Which of {@link #about} count and are in the past of no other that counts. */
  BitSet newest() {
    return newest;
  }

  /** Which of {@link #about} count and have no other that counts in their past. */
  BitSet first() {
    return first;
  }

  /** The status that holds from {@code index} on. */
  int status(int index) {
    return status[index];
  }

  /** The role that holds from {@code index} on. */
  Role role(int index) {
    return role[index];
  }

  /** True if whoever has seen {@code index} and nothing newer about it lets it have the right. */
  boolean has(int index, Right right) {
    return has(status[index], role[index], right);
  }

  private boolean has(int status, Role role, Right right) {
    return open ? status != Standing.REVOKED : Standing.isMember(status) && role.has(right);
  }

  /** True if every op about it that counts leaves it the right. */
  boolean always(Right right) {
    return (lacked & 1 << right.ordinal()) == 0;
  }

  /** True if some op about it that counts gave it the right. */
  boolean ever(Right right) {
    for (int i = counted.nextSetBit(0); i >= 0; i = counted.nextSetBit(i + 1)) {
      if (has(i, right)) {
        return true;
      }
    }
    return open;
  }

  /** True if it has the right by all that counts. */
  boolean hasNow(Right right) {
    return has(statusOf(newest), roleOf(newest), right);
  }

  /** By what it left, newest; none if by the others' words alone it is no member either. */
  List<AuthorityOp> leaves() {
    BitSet others = new BitSet();
    List<AuthorityOp> leaves = new ArrayList<>();
    for (int i = counted.length() - 1; i >= 0; i = counted.previousSetBit(i - 1)) {
      boolean isLeave = about.get(i).kind == AuthorityOp.Kind.LEAVE;
      if (isLeave && newest.get(i)) {
        leaves.add(about.get(i));
      } else if (!isLeave && !isHeld(about.get(i), others)) {
        others.set(i);
      }
    }
    return has(statusOf(others), roleOf(others), Right.ACK) ? leaves : List.of();
  }

  /** Forgets what counts: other ops do now. */
  void forget() {
    done = 0;
    lacked = 0;
    counted.clear();
    newest.clear();
    first.clear();
  }

  /** Works out what the ops that are new since the last call mean. */
  void settle(Judgement judgement) {
    for (; done < about.size(); done++) {
      if (judgement.counts(about.get(done))) {
        settle(done);
      }
    }
  }

  private void settle(int index) {
    if (index >= status.length) {
      status = Arrays.copyOf(status, 2 * index);
      role = Arrays.copyOf(role, 2 * index);
    }
    AuthorityOp op = about.get(index);
    BitSet before = newestIn(op, index);
    int was = statusOf(before);
    Role wasRole = roleOf(before);
    Change change = op.about(key);
    status[index] = change.saysStatus() ? change.status() : was;
    boolean revoked = status[index] == Standing.REVOKED;
    // A revocation takes the role, too: whoever comes back without one is a voter.
    role[index] =
        change.saysRole() && !revoked
            ? Role.of(change.role())
            : revoked || wasRole == null ? Role.VOTER : wasRole;
    counted.set(index);
    for (Right right : RIGHTS) {
      lacked |= has(index, right) ? 0 : 1 << right.ordinal();
    }
    newest.andNot(before);
    newest.set(index);
    if (before.isEmpty()) {
      first.set(index);
    }
  }

  /** Of the ops about it that count, the newest in the past of {@code op}. */
  private BitSet newestIn(AuthorityOp op, int below) {
    if (holdsAll(op, newest)) {
      return (BitSet) newest.clone();
    }
    BitSet found = new BitSet();
    for (int i = counted.previousSetBit(below - 1); i >= 0; i = counted.previousSetBit(i - 1)) {
      AuthorityOp candidate = about.get(i);
      if (op.holds(candidate) && !isHeld(candidate, found)) {
        found.set(i);
        if (candidate.holdsAllBefore()) {
          break;
        }
      }
    }
    return found;
  }

  private boolean holdsAll(AuthorityOp op, BitSet indices) {
    for (int i = indices.nextSetBit(0); i >= 0; i = indices.nextSetBit(i + 1)) {
      if (!op.holds(about.get(i))) {
        return false;
      }
    }
    return true;
  }

  private boolean isHeld(AuthorityOp candidate, BitSet by) {
    for (int i = by.nextSetBit(0); i >= 0; i = by.nextSetBit(i + 1)) {
      if (about.get(i).holds(candidate)) {
        return true;
      }
    }
    return false;
  }

  /** The least of the statuses; 0 for none. */
  int statusOf(BitSet indices) {
    int least = AuthorityOp.UNSAID;
    for (int i = indices.nextSetBit(0); i >= 0; i = indices.nextSetBit(i + 1)) {
      boolean first = least == AuthorityOp.UNSAID;
      least = first ? status[i] : Standing.lesser(least, status[i]);
    }
    return Math.max(0, least);
  }

  /** The least of the roles; null for none. */
  Role roleOf(BitSet indices) {
    Role least = null;
    for (int i = indices.nextSetBit(0); i >= 0; i = indices.nextSetBit(i + 1)) {
      least = least == null ? role[i] : least.lesser(role[i]);
    }
    return least;
  }

  /** What it is now; null if nothing about it counts. */
  Standing standing() {
    if (newest.isEmpty()) {
      return null;
    }
    int leastStatus = statusOf(newest);
    Role leastRole = roleOf(newest);
    AuthorityOp by = null;
    for (int i = newest.nextSetBit(0); i >= 0; i = newest.nextSetBit(i + 1)) {
      AuthorityOp op = about.get(i);
      boolean decides = status[i] == leastStatus;
      if (decides && (by == null || LATER.compare(op, by) > 0)) {
        by = op;
      }
    }
    return new Standing(leastStatus, leastRole, by.timestamp, by.author, by.hash);
  }
}
