package dev.latticenano.core.state;

import dev.latticenano.core.Verdict;
import dev.latticenano.core.intention.AuthorId;
import dev.latticenano.core.state.Saga.Written;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The rules of docs/members.md word for word, and nothing of how {@link Members} does it: every
 * question is worked out from the whole history, however long that takes.
 */
final class MembersModel {
  private static final int WORST = 60;

  private final Saga saga;
  private final boolean open;
  private final ModelReading reading;
  private final Map<String, Boolean> answers = new HashMap<>();
  private final Map<String, Integer> statuses = new HashMap<>();
  private final Map<String, Role> roles = new HashMap<>();
  private final BitSet everything = new BitSet();

  MembersModel(Saga saga) {
    this.saga = saga;
    this.open = !saga.store.isDerived();
    this.reading = new ModelReading(open);
    everything.set(0, saga.all.size());
  }

  /** Written by right, as far as its own past tells. */
  private boolean isRightful(Written op) {
    String key = "rightful " + op.number;
    Boolean known = answers.get(key);
    if (known == null) {
      known =
          reading.isAuthority(op)
              && (reading.isBeginning(op) || (reading.isLeaving(op) ? mayLeave(op) : ownsIn(op)));
      answers.put(key, known);
    }
    return known;
  }

  private boolean mayLeave(Written op) {
    if (open && isIn(op, null, op.past, true)) {
      return true;
    }
    for (Written in : rightfulIn(op.past)) {
      if (letsIn(in, op.author) && counts(in, op.past) && isIn(op, in, op.past, true)) {
        return true;
      }
    }
    return false;
  }

  private boolean leaves(Written op, BitSet history) {
    if (open && isIn(op, null, history, false)) {
      return true;
    }
    for (Written in : rightfulIn(op.past)) {
      if (letsIn(in, op.author) && counts(in, history) && isIn(op, in, history, false)) {
        return true;
      }
    }
    return false;
  }

  /** Nobody, or nobody else, kept it out since, or without having seen this. */
  private boolean isIn(Written op, Written in, BitSet history, boolean self) {
    for (Written out : rightfulIn(history)) {
      int status = reading.says(out, op.author)[0];
      boolean keepsOut = status >= 0 && status != 2 && status != 3;
      boolean settled = out == op || out.holds(op) || in != null && in.holds(out);
      boolean whose = self || !reading.isLeaving(out);
      if (keepsOut && !settled && whose && counts(out, history)) {
        return false;
      }
    }
    return true;
  }

  private boolean letsIn(Written by, AuthorId peer) {
    int status = reading.says(by, peer)[0];
    return status == 2 || status == 3;
  }

  private boolean ownsIn(Written op) {
    for (Written give : rightfulIn(op.past)) {
      boolean counts = reading.gives(give, op.author) && counts(give, op.past);
      if (counts && isUntaken(op, give)) {
        return true;
      }
    }
    return open && isUntaken(op, null);
  }

  /** As far as the past of {@code op} tells, nobody took its author's ownership since. */
  private boolean isUntaken(Written op, Written give) {
    for (Written take : rightfulIn(op.past)) {
      boolean before = give != null && give.holds(take);
      if (reading.takes(take, op.author) && !before && counts(take, op.past)) {
        return false;
      }
    }
    return true;
  }

  private List<Written> rightfulIn(BitSet history) {
    List<Written> found = new ArrayList<>();
    for (int i = history.nextSetBit(0); i >= 0; i = history.nextSetBit(i + 1)) {
      if (isRightful(saga.all.get(i))) {
        found.add(saga.all.get(i));
      }
    }
    return found;
  }

  private boolean counts(Written op, BitSet history) {
    return reading.isLeaving(op) ? leaves(op, history) : depth(op, history) <= WORST;
  }

  /** Of the depths an op counts at, the least; beyond {@link #WORST} if it does not. */
  private int depth(Written op, BitSet history) {
    if (reading.isBeginning(op)) {
      return -1;
    }
    for (int depth = 0; depth <= WORST && !reading.isLeaving(op); depth++) {
      if (countsAt(op, depth, history)) {
        return depth;
      }
      if (depth > saga.all.size()) {
        break;
      }
    }
    return WORST + 1;
  }

  private boolean countsAt(Written op, int depth, BitSet history) {
    String key = op.number + " " + depth + " " + history;
    Boolean known = answers.get(key);
    if (known == null) {
      known = isRightful(op) && restsAt(op, depth, history);
      answers.put(key, known);
    }
    return known;
  }

  private boolean restsAt(Written op, int depth, BitSet history) {
    if (open && depth == 0 && isUntaken(op, null) && isSafe(op, null, 0, history)) {
      return true;
    }
    for (Written give : rightfulIn(op.past)) {
      boolean here = reading.gives(give, op.author) && !reading.isLeaving(give);
      boolean right =
          here
              && (reading.isBeginning(give)
                  ? depth == 0
                  : depth > 0 && countsAt(give, depth - 1, history));
      if (right && isUntaken(op, give) && isSafe(op, give, depth, history)) {
        return true;
      }
    }
    return false;
  }

  /** Nobody of better rank took it, unless that was seen when it was given. */
  private boolean isSafe(Written op, Written give, int depth, BitSet history) {
    for (Written take : rightfulIn(history)) {
      boolean before = give != null && give.holds(take);
      boolean settled = before || take.holds(op) || take == op || !reading.takes(take, op.author);
      if (!settled && isBetter(take, depth, op.author, history)) {
        return false;
      }
    }
    return true;
  }

  private boolean isBetter(Written take, int depth, AuthorId author, BitSet history) {
    if (reading.isLeaving(take)) {
      return false;
    }
    for (int above = 0; above < depth; above++) {
      if (countsAt(take, above, history)) {
        return true;
      }
    }
    return take.author.compareTo(author) < 0 && countsAt(take, depth, history);
  }

  private List<Written> countedAbout(AuthorId peer) {
    List<Written> found = new ArrayList<>();
    for (Written each : rightfulIn(everything)) {
      if (reading.speaksOf(each, peer) && counts(each, everything)) {
        found.add(each);
      }
    }
    return found;
  }

  private static List<Written> newest(List<Written> of) {
    List<Written> found = new ArrayList<>(of);
    found.removeIf(each -> of.stream().anyMatch(other -> other.holds(each)));
    return found;
  }

  private List<Written> newestBefore(Written op, AuthorId peer) {
    List<Written> before = countedAbout(peer);
    before.removeIf(each -> !op.holds(each));
    return newest(before);
  }

  int statusBy(Written op, AuthorId peer) {
    String key = op.number + " " + peer;
    Integer known = statuses.get(key);
    if (known == null) {
      int said = reading.says(op, peer)[0];
      known = said >= 0 ? said : statusBy(newestBefore(op, peer), peer);
      statuses.put(key, known);
    }
    return known;
  }

  int statusBy(List<Written> ops, AuthorId peer) {
    int least = 0;
    for (Written each : ops) {
      int status = statusBy(each, peer);
      least = each == ops.get(0) || order(status) < order(least) ? status : least;
      least = order(status) == order(least) ? Math.min(status, least) : least;
    }
    return least;
  }

  private static int order(int status) {
    return status == 2 ? 4 : status == 3 ? 3 : status == 1 ? 2 : status == 4 ? 0 : 1;
  }

  Role roleBy(Written op, AuthorId peer) {
    String key = op.number + " " + peer;
    Role known = roles.get(key);
    if (known == null) {
      int said = reading.says(op, peer)[1];
      List<Written> before = newestBefore(op, peer);
      if (statusBy(op, peer) == 4) {
        known = Role.VOTER;
      } else if (said >= 0) {
        known = Role.of(said);
      } else {
        known = before.isEmpty() ? Role.VOTER : roleBy(before, peer);
      }
      roles.put(key, known);
    }
    return known;
  }

  Role roleBy(List<Written> ops, AuthorId peer) {
    List<Role> found = new ArrayList<>();
    ops.forEach(each -> found.add(roleBy(each, peer)));
    for (Role role : List.of(Role.UNKNOWN, Role.CARRIER, Role.READER, Role.VOTER, Role.OWNER)) {
      if (found.contains(role)) {
        return role;
      }
    }
    return null;
  }

  private boolean lets(List<Written> ops, AuthorId peer, Right right) {
    int status = statusBy(ops, peer);
    if (open) {
      return status != 4;
    }
    Role role = roleBy(ops, peer);
    boolean anything = right == Right.ACK || right == Right.SELF;
    boolean writes = right == Right.WRITE && (role == Role.OWNER || role == Role.VOTER);
    return (status == 2 || status == 3) && (anything || writes || role == Role.OWNER);
  }

  /** What counts of a peer now, the newest. */
  List<Written> newestAbout(AuthorId peer) {
    return newest(countedAbout(peer));
  }

  Verdict judge(Written intention) {
    AuthorId author = intention.author;
    Right right = intention.right();
    if (right == Right.GOVERN) {
      return !isRightful(intention)
          ? Verdict.AUTHORITY_LACKING
          : counts(intention, everything) ? Verdict.OK : Verdict.AUTHORITY_OUTRANKED;
    }
    if (right == Right.MANAGE) {
      return manages(intention);
    }
    List<Written> about = countedAbout(author);
    List<Written> seen = new ArrayList<>(about);
    seen.removeIf(each -> each != intention && !intention.holds(each));
    if (!open && seen.isEmpty()) {
      return Verdict.MEMBER_UNKNOWN;
    }
    for (Written each : newest(seen)) {
      if (!lets(List.of(each), author, right)) {
        return Verdict.ROLE_LACKS_RIGHT;
      }
    }
    for (Written each : about) {
      boolean apart = !seen.contains(each) && !each.holds(intention);
      if (apart && !lets(List.of(each), author, right)) {
        return Verdict.RIGHT_WITHDRAWN;
      }
    }
    return Verdict.OK;
  }

  private Verdict manages(Written intention) {
    for (int depth = 0; depth <= saga.all.size(); depth++) {
      if (restsAt(intention, depth, everything)) {
        return Verdict.OK;
      }
    }
    return Verdict.AUTHORITY_LACKING;
  }

  /** What is let in of {@code author}, tried out on every right that it may have been given. */
  Verdict admits(AuthorId author) {
    if (!open && saga.all.stream().noneMatch(reading::isBeginning)) {
      return Verdict.OK;
    }
    List<Written> about = countedAbout(author);
    if (about.isEmpty()) {
      return open ? Verdict.OK : Verdict.AUTHOR_UNKNOWN;
    }
    if (lets(newest(about), author, Right.ACK) || mayGovern(author)) {
      return Verdict.OK;
    }
    boolean ever = open;
    for (Written each : about) {
      ever |= lets(List.of(each), author, Right.ACK);
    }
    return ever ? Verdict.AUTHOR_REVOKED : Verdict.AUTHOR_UNKNOWN;
  }

  private boolean mayGovern(AuthorId author) {
    return mayRevoke(author, null);
  }

  /**
   * Somebody made it owner, and since then nobody whose word counts threw it out who is of better
   * rank, or was seen by {@code tip}, its newest, and counts for whatever else that one has seen.
   */
  boolean mayRevoke(AuthorId author, Written tip) {
    if (open && isOpenTo(author, null, 0, tip)) {
      return true;
    }
    for (Written give : rightfulIn(everything)) {
      boolean counts = reading.gives(give, author) && !reading.isLeaving(give);
      if (counts && depth(give, everything) <= WORST) {
        int depth = reading.isBeginning(give) ? 0 : depth(give, everything) + 1;
        if (isOpenTo(author, give, depth, tip)) {
          return true;
        }
      }
    }
    return false;
  }

  /** Something that governs does not count, which had not seen it. */
  private boolean mayBeVoid(Written take) {
    for (Written each : rightfulIn(everything)) {
      boolean beside = !reading.isLeaving(each) && !each.holds(take);
      if (beside && !counts(each, everything)) {
        return true;
      }
    }
    return false;
  }

  private boolean isOpenTo(AuthorId author, Written give, int depth, Written tip) {
    for (Written take : rightfulIn(everything)) {
      boolean before = give != null && give.holds(take);
      if (!before && reading.takes(take, author)) {
        boolean seen = tip != null && (take == tip || tip.holds(take));
        boolean known = seen && counts(take, everything) && !mayBeVoid(take);
        if (known || isBetter(take, depth, author, everything)) {
          return false;
        }
      }
    }
    return true;
  }
}
