package dev.latticenano.core.state;

import dev.latticenano.core.intention.AuthorId;
import dev.latticenano.core.state.AuthorityOp.Change;
import dev.latticenano.core.state.AuthorityOp.Kind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Which of a set of authority ops count, by docs/members.md. Ops are judged from the best rank
 * down, so that each is judged when all that may overrule it are.
 */
final class Judgement {
  /** The depth of what has no rank. */
  private static final int NO_RANK = Integer.MAX_VALUE;

  private static final BitSet NOTHING = new BitSet();

  private final AuthorityOps ops;
  private final BitSet history;
  private final BitSet counted = new BitSet();
  private int[] depth = new int[16];

  /**
   * Judges ops as if there were no others.
   *
   * @param history their numbers, with all that is in their past; null for all there are
   */
  Judgement(AuthorityOps ops, BitSet history) {
    this.ops = ops;
    this.history = history;
    List<AuthorityOp> above = new ArrayList<>();
    for (AuthorityOp op : ops.all()) {
      if (isHere(op) && op.kind == Kind.GENESIS) {
        count(op, -1);
        above.add(op);
      }
    }
    if (ops.isOpen()) {
      above = judgeAll();
    }
    for (int level = ops.isOpen() ? 1 : 0; !above.isEmpty(); level++) {
      above = judgeLevel(above, level);
    }
    for (AuthorityOp op : ops.all()) {
      if (isHere(op) && op.kind == Kind.LEAVE && leaves(op)) {
        count(op, NO_RANK);
      }
    }
  }

  /** True if somebody let its author in, and nobody else threw it out without having seen this. */
  private boolean leaves(AuthorityOp op) {
    Member author = ops.member(op.author);
    boolean in = ops.isOpen() && isIn(op, author, null);
    for (int i = 0; !in && i < author.aboutCount(); i++) {
      AuthorityOp let = author.about(i);
      in =
          op.holds(let)
              && counts(let)
              && Member.letsIn(let.about(op.author))
              && isIn(op, author, let);
    }
    return in;
  }

  private boolean isIn(AuthorityOp op, Member author, AuthorityOp let) {
    for (int i = 0; i < author.aboutCount(); i++) {
      AuthorityOp out = author.about(i);
      boolean settled = out.holds(op) || let != null && let.holds(out) || !isHere(out);
      boolean other = out.kind != Kind.LEAVE && counts(out);
      if (!settled && other && Member.keepsOut(out.about(op.author))) {
        return false;
      }
    }
    return true;
  }

  /** In an open store all have what makes an owner, in the past of everything. */
  private List<AuthorityOp> judgeAll() {
    SortedMap<AuthorId, List<AuthorityOp>> everybody = new TreeMap<>();
    for (Member member : ops.members()) {
      everybody.put(member.key, Arrays.asList((AuthorityOp) null));
    }
    return judge(everybody, 0);
  }

  private List<AuthorityOp> judgeLevel(List<AuthorityOp> above, int level) {
    SortedMap<AuthorId, List<AuthorityOp>> given = new TreeMap<>();
    for (AuthorityOp op : above) {
      for (Change change : op.changes) {
        if (Member.gives(change, ops.isOpen())) {
          given.computeIfAbsent(change.peer(), peer -> new ArrayList<>()).add(op);
        }
      }
    }
    return judge(given, level);
  }

  private List<AuthorityOp> judge(SortedMap<AuthorId, List<AuthorityOp>> given, int level) {
    List<AuthorityOp> found = new ArrayList<>();
    given.forEach(
        (author, gives) -> {
          Member member = ops.member(author);
          for (AuthorityOp op : member.wrote) {
            if (isHere(op) && !counts(op) && restsOnOne(op, member, gives, level)) {
              count(op, level);
              found.add(op);
            }
          }
        });
    return found;
  }

  private boolean restsOnOne(AuthorityOp op, Member author, List<AuthorityOp> gives, int level) {
    for (AuthorityOp give : gives) {
      if (rests(op, author, give, level)) {
        return true;
      }
    }
    return false;
  }

  /**
   * True if {@code op} rests on {@code give}, which counts: was seen to be given, was not seen to
   * be taken since, and was not taken by anybody of better rank who is not known to have given it
   * again.
   *
   * @param give what made its author owner; null: being anybody does
   */
  private boolean rests(AuthorityOp op, Member author, AuthorityOp give, int level) {
    if (give != null && !op.holds(give)) {
      return false;
    }
    for (AuthorityOp take : author.takes) {
      boolean covered = give != null && give.holds(take);
      if (covered || take == op || !isHere(take) || op.isHeldBy(take)) {
        continue;
      }
      if (op.holds(take) && !op.sawVoid(take) || outranks(take, author.key, level)) {
        return false;
      }
    }
    return true;
  }

  private boolean outranks(AuthorityOp take, AuthorId author, int level) {
    return counts(take)
        && (depth(take) < level || depth(take) == level && take.author.compareTo(author) < 0);
  }

  private boolean isHere(AuthorityOp op) {
    return history == null || history.get(op.number());
  }

  private void count(AuthorityOp op, int newDepth) {
    if (op.number() >= depth.length) {
      depth = Arrays.copyOf(depth, Math.max(op.number() + 1, 2 * depth.length));
    }
    depth[op.number()] = newDepth;
    counted.set(op.number());
  }

  /** True if {@code op} counts. */
  boolean counts(AuthorityOp op) {
    return counted.get(op.number());
  }

  /** How many grants its right is away from the store's creator. */
  int depth(AuthorityOp op) {
    return depth[op.number()];
  }

  /** The numbers of those judged that do not count; null for none. */
  BitSet voids() {
    BitSet voids = new BitSet();
    if (history == null) {
      voids.set(0, ops.all().size());
    } else {
      voids.or(history);
    }
    voids.andNot(counted);
    return voids.isEmpty() ? null : voids;
  }

  /** True if every op below {@code count} counts here that does there, and no other. */
  boolean agrees(Judgement other, int count) {
    BitSet differ = (BitSet) counted.clone();
    differ.xor(other.counted);
    int first = differ.nextSetBit(0);
    return first < 0 || first >= count;
  }

  /**
   * Judges one more op that has all others in its past, so that nothing else changes: it counts, as
   * it did in its own past.
   */
  void extend(AuthorityOp op) {
    if (op.kind != Kind.OWNER) {
      count(op, op.kind == Kind.GENESIS ? -1 : NO_RANK);
      return;
    }
    int least = restDepth(op);
    if (least < NO_RANK) {
      count(op, least);
    }
  }

  /** The least depth an op of its author's would have that has all in its past, or no rank. */
  private int restDepth(AuthorityOp op) {
    Member author = ops.member(op.author);
    int least = ops.isOpen() && rests(op, author, null, 0) ? 0 : NO_RANK;
    for (AuthorityOp give : author.gives) {
      if (counts(give) && depth(give) < least - 1 && rests(op, author, give, depth(give) + 1)) {
        least = depth(give) + 1;
      }
    }
    return least;
  }

  /** True if {@code op}, known to nobody else yet, rests on something that counts. */
  boolean wouldCount(AuthorityOp op) {
    return restDepth(op) < NO_RANK;
  }

  /**
   * True if an op of {@code member} that nobody here has seen might still count, because nobody of
   * better rank took its right.
   */
  boolean mayGovern(Member member) {
    return mayGovern(member, NOTHING);
  }

  /**
   * As above, of an op whose author is known to have {@code seen} ops of these numbers, and perhaps
   * others.
   */
  boolean mayGovern(Member member, BitSet seen) {
    if (ops.isOpen() && isOpenTo(member, null, 0, seen)) {
      return true;
    }
    for (AuthorityOp give : member.gives) {
      if (counts(give) && isOpenTo(member, give, depth(give) + 1, seen)) {
        return true;
      }
    }
    return false;
  }

  /** True if there may be a past in which {@code take}, which counts, does not. */
  private boolean mayBeVoid(AuthorityOp take) {
    for (AuthorityOp op : ops.all()) {
      boolean overruled = isHere(op) && !counts(op) && op.kind == Kind.OWNER;
      if (overruled && !op.holds(take)) {
        return true;
      }
    }
    return false;
  }

  private boolean isOpenTo(Member member, AuthorityOp give, int level, BitSet seen) {
    for (AuthorityOp take : member.takes) {
      boolean covered = give != null && give.holds(take);
      boolean known = counts(take) && seen.get(take.number()) && !mayBeVoid(take);
      if (!covered && (known || outranks(take, member.key, level))) {
        return false;
      }
    }
    return true;
  }
}
