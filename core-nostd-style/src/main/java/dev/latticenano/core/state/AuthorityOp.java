package dev.latticenano.core.state;

import dev.latticenano.core.intention.AuthorId;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.intention.Hlc;
import java.util.BitSet;
import java.util.List;

/**
 * One intention that says who may write what, and its place among the others: those have numbers,
 * and no number comes before one in its past.
 */
final class AuthorityOp {
  /** By what right it was written. */
  enum Kind {
    /** The beginning that derives the store's id: makes its author owner. */
    GENESIS,
    /** As an owner. */
    OWNER,
    /** About its author alone, which leaves. */
    LEAVE
  }

  /** Nothing was said. */
  static final int UNSAID = -1;

  /** What is said of one peer: a status, a role, or both. */
  record Change(AuthorId peer, int status, int role) {
    boolean saysStatus() {
      return status != UNSAID;
    }

    boolean saysRole() {
      return role != UNSAID;
    }
  }

  final Kind kind;
  final Hash hash;
  final AuthorId author;
  final Hlc timestamp;

  /** One a peer, in the order of the peers' keys. */
  final List<Change> changes;

  /** The newest others in its past: what is in theirs is not listed. */
  final List<AuthorityOp> cites;

  // In its past is every number below through, and those in beyond; null for none.
  private int number = -1;
  private int through;
  private BitSet beyond;
  private BitSet voidThen;
  private BitSet citers;
  private boolean hidden;

  AuthorityOp(
      Kind kind,
      Hash hash,
      AuthorId author,
      Hlc timestamp,
      List<Change> changes,
      List<AuthorityOp> cites) {
    this.kind = kind;
    this.hash = hash;
    this.author = author;
    this.timestamp = timestamp;
    this.changes = List.copyOf(changes);
    this.cites = List.copyOf(cites);
    BitSet past = past();
    through = past.nextClearBit(0);
    past.clear(0, through);
    beyond = past.isEmpty() ? null : past;
  }

  /** The numbers of all others in its past, in a new set. */
  BitSet past() {
    BitSet past = new BitSet();
    if (number >= 0 || through > 0 || beyond != null) {
      past.set(0, through);
      if (beyond != null) {
        past.or(beyond);
      }
      return past;
    }
    for (AuthorityOp cited : cites) {
      past.or(cited.past());
      past.set(cited.number);
    }
    return past;
  }

  /** Gives it its number. */
  void number(int newNumber) {
    number = newNumber;
  }

  int number() {
    return number;
  }

  /** True if {@code other} is in its past, itself excluded. */
  boolean holds(AuthorityOp other) {
    int at = other.number;
    return at >= 0 && (at < through || beyond != null && beyond.get(at));
  }

  /** True if it is in the past of {@code other}. */
  boolean isHeldBy(AuthorityOp other) {
    return other.holds(this) || citers != null && citers.get(other.number);
  }

  /** Notes, of an intention that gets no number, who has it in its past. */
  void heldBy(AuthorityOp other) {
    citers = citers == null ? new BitSet() : citers;
    citers.set(other.number);
  }

  /** True if everything numbered before it is in its past. */
  boolean holdsAllBefore() {
    return through >= number;
  }

  /** Notes which others in its past did not count there; null for none. The set is shared. */
  void voidThen(BitSet numbers) {
    voidThen = numbers == null || numbers.isEmpty() ? null : numbers;
  }

  BitSet voidThen() {
    return voidThen;
  }

  /** True if {@code other}, in its past, did not count there. */
  boolean sawVoid(AuthorityOp other) {
    return voidThen != null && voidThen.get(other.number);
  }

  /** What it says of {@code peer}; null for nothing. */
  Change about(AuthorId peer) {
    int low = 0;
    int high = changes.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      int order = changes.get(middle).peer().compareTo(peer);
      if (order == 0) {
        return changes.get(middle);
      }
      low = order < 0 ? middle + 1 : low;
      high = order < 0 ? high : middle;
    }
    return null;
  }

  /** Notes whether peers are not shown it. */
  void hide(boolean isHidden) {
    hidden = isHidden;
  }

  boolean isHidden() {
    return hidden;
  }

  /** What it weighs in the limit: its changes, at least 1. */
  int weight() {
    return Math.max(1, changes.size());
  }
}
