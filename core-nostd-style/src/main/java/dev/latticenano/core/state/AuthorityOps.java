package dev.latticenano.core.state;

import dev.latticenano.core.Limits;
import dev.latticenano.core.Verdict;
import dev.latticenano.core.intention.AuthorId;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.state.AuthorityOp.Change;
import dev.latticenano.core.state.AuthorityOp.Kind;
import dev.latticenano.core.store.StoreException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The authority ops of one store that were written by right, as far as their own past tells, in an
 * order of causes: a small DAG of its own, which needs the large one only to find its place.
 */
final class AuthorityOps {
  /** Changes that an author always may add, however many there are. */
  static final int RESERVED = 256;

  private final boolean open;
  private final List<AuthorityOp> all = new ArrayList<>();
  private final Map<Hash, AuthorityOp> byHash = new HashMap<>();
  private final List<AuthorityOp> tips = new ArrayList<>();
  private final Map<AuthorId, Member> members = new HashMap<>();
  private int weight;

  /**
   * @param open true for a store where all may do all until they are revoked
   */
  AuthorityOps(boolean open) {
    this.open = open;
  }

  boolean isOpen() {
    return open;
  }

  /** All of them, by their numbers. */
  List<AuthorityOp> all() {
    return all;
  }

  AuthorityOp find(Hash hash) {
    return byHash.get(hash);
  }

  /** Who is named or wrote; null for others. */
  Member member(AuthorId author) {
    return members.get(author);
  }

  Collection<Member> members() {
    return members.values();
  }

  void clear() {
    all.clear();
    byHash.clear();
    tips.clear();
    members.clear();
    weight = 0;
  }

  /** The newest of them in the past of intention {@code of}. */
  List<AuthorityOp> newestIn(Hash of, Past past) throws StoreException {
    List<AuthorityOp> found = new ArrayList<>();
    BitSet met = new BitSet();
    List<AuthorityOp> walk = new ArrayList<>(tips);
    for (int i = 0; i < walk.size(); i++) {
      AuthorityOp op = walk.get(i);
      if (met.get(op.number()) || isHeld(op, found)) {
        continue;
      }
      met.set(op.number());
      if (past.holds(op.hash, of)) {
        found.removeIf(op::holds);
        found.add(op);
      } else {
        walk.addAll(op.cites);
      }
    }
    return found;
  }

  private static boolean isHeld(AuthorityOp op, List<AuthorityOp> by) {
    for (AuthorityOp other : by) {
      if (other.holds(op)) {
        return true;
      }
    }
    return false;
  }

  /** Shows every one that takes something from a peer. */
  void withdrawals(Withdrawals sink) throws StoreException {
    for (AuthorityOp op : all) {
      for (AuthorityOp.Change change : op.changes) {
        if (Member.takes(change, open)) {
          sink.withdrawn(op.hash, change.peer());
        }
      }
    }
  }

  /** True if {@code op}, not added yet, has all of them in its past. */
  boolean isBehindAll(AuthorityOp op) {
    return op.cites.containsAll(tips);
  }

  /**
   * Whether {@code op}, not added yet and told what it saw void, was written by right, as far as
   * its own past tells.
   */
  Verdict check(AuthorityOp op) {
    Verdict verdict =
        switch (op.kind) {
          case GENESIS -> Verdict.OK;
          case LEAVE -> mayLeave(op) ? Verdict.OK : Verdict.AUTHORITY_LACKING;
          case OWNER -> isOwner(op) ? Verdict.OK : Verdict.AUTHORITY_LACKING;
        };
    return verdict == Verdict.OK && !fits(op) ? Verdict.MEMBERS_FULL : verdict;
  }

  /** True if its author was an owner as far as its own past tells. */
  boolean isOwner(AuthorityOp op) {
    Member author = member(op.author);
    if (open && isUntaken(op, author, null)) {
      return true;
    }
    if (author != null) {
      for (AuthorityOp give : author.gives) {
        if (op.holds(give) && !op.sawVoid(give) && isUntaken(op, author, give)) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean isUntaken(AuthorityOp op, Member author, AuthorityOp give) {
    if (author != null) {
      for (AuthorityOp take : author.takes) {
        boolean covered = give != null && give.holds(take);
        if (!covered && op.holds(take) && !op.sawVoid(take)) {
          return false;
        }
      }
    }
    return true;
  }

  /** True if its author was a member as far as its own past tells. */
  private boolean mayLeave(AuthorityOp op) {
    Member author = member(op.author);
    if (open && isIn(op, author, null)) {
      return true;
    }
    for (int i = author == null ? -1 : author.aboutCount() - 1; i >= 0; i--) {
      AuthorityOp in = author.about(i);
      boolean seen = op.holds(in) && !op.sawVoid(in) && Member.letsIn(in.about(op.author));
      if (seen && isIn(op, author, in)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isIn(AuthorityOp op, Member author, AuthorityOp in) {
    for (int i = author == null ? -1 : author.aboutCount() - 1; i >= 0; i--) {
      AuthorityOp out = author.about(i);
      boolean seen = op.holds(out) && !op.sawVoid(out) && Member.keepsOut(out.about(op.author));
      if (seen && (in == null || !in.holds(out))) {
        return false;
      }
    }
    return true;
  }

  private boolean fits(AuthorityOp op) {
    int before = weight;
    int own = 0;
    if (before + op.weight() > Limits.AUTHORITY_OPS_MAX) {
      BitSet past = op.past();
      before = 0;
      for (int i = past.nextSetBit(0); i >= 0; i = past.nextSetBit(i + 1)) {
        before += all.get(i).weight();
        own += all.get(i).author.equals(op.author) ? all.get(i).weight() : 0;
      }
    }
    boolean room =
        before + op.weight() <= Limits.AUTHORITY_OPS_MAX || !open && own + op.weight() <= RESERVED;
    return room && (members.size() + op.changes.size() <= Limits.MEMBERS_MAX || membersFit(op));
  }

  /** Counts those whose last word in its past, itself included, is not that they are revoked. */
  private boolean membersFit(AuthorityOp op) {
    int count = 0;
    boolean adds = false;
    for (Change change : op.changes) {
      boolean comes = change.status() != Standing.REVOKED;
      count += comes ? 1 : 0;
      adds |= comes && !isMemberIn(change.peer(), op);
    }
    if (!adds) {
      return true;
    }
    for (Member member : members.values()) {
      count += op.about(member.key) == null && isMemberIn(member.key, op) ? 1 : 0;
    }
    return count <= Limits.MEMBERS_MAX;
  }

  private boolean isMemberIn(AuthorId peer, AuthorityOp op) {
    Member member = member(peer);
    BitSet covered = new BitSet();
    for (int i = member == null ? -1 : member.aboutCount() - 1; i >= 0; i--) {
      AuthorityOp about = member.about(i);
      if (op.holds(about) && !op.sawVoid(about) && !covered.get(about.number())) {
        if (about.about(peer).status() != Standing.REVOKED) {
          return true;
        }
        covered.or(about.past());
      }
    }
    return false;
  }

  /** Gives {@code op} its number and notes whom it concerns. */
  void add(AuthorityOp op) {
    op.number(all.size());
    all.add(op);
    byHash.put(op.hash, op);
    tips.removeIf(op::holds);
    tips.add(op);
    weight += op.weight();
    if (op.kind == Kind.OWNER) {
      memberOf(op.author).wrote.add(op);
    }
    for (Change change : op.changes) {
      memberOf(change.peer()).said(op, change);
    }
  }

  private Member memberOf(AuthorId author) {
    return members.computeIfAbsent(author, key -> new Member(key, open));
  }
}
