package dev.latticenano.core.session;

import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.session.Wanted.Want;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What one link may still be asked for: a cursor over all wanted chunks that only moves on, and a
 * queue of those that became free again behind it.
 */
final class Asking {
  private static final int EARLY_MAX = 1024;

  private final Predicate<StoreId> shared;

  // None of these is there before it is needed: most links are never asked for anything.
  private ArrayDeque<Want> freed;
  private Set<Hash> early = Set.of();
  private Set<Hash> absent = Set.of();
  private int cursor;

  /** Chunks asked for and not come yet. */
  int claimed;

  /** Wanted chunks that the peer was told to be absent here. */
  int expecting;

  /** Of those, how many have come since the link was made. */
  int news;

  /** How many of those the peer may know of. */
  int newsTold;

  /** Of a link over which these stores are shared; live. */
  Asking(Predicate<StoreId> shared) {
    this.shared = shared;
  }

  /** Looks through everything again; of what the peer lacks only {@code kept} is remembered. */
  void startOver(Set<Hash> kept) {
    if (!absent.isEmpty()) {
      absent.retainAll(kept);
    }
    freed = null;
    cursor = 0;
  }

  /** The peer said that it does not have this chunk. */
  void lacks(Hash cid) {
    absent = absent.isEmpty() ? new HashSet<>() : absent;
    absent.add(cid);
  }

  /** The peer asked for what is neither here nor, as far as is known, wanted. */
  void askedEarly(Hash cid) {
    early = early.isEmpty() ? new LinkedHashSet<>() : early;
    if (early.size() < EARLY_MAX) {
      early.add(cid);
    }
  }

  /** Of what the peer asked for early, what has turned out to be wanted here, too. */
  Set<Hash> takeAskedEarly(Set<Hash> wanted) {
    if (early.isEmpty()) {
      return Set.of();
    }
    Set<Hash> taken = new LinkedHashSet<>(early);
    taken.retainAll(wanted);
    early.removeAll(taken);
    return taken;
  }

  /** {@code want} is free again. */
  void again(Want want) {
    freed = freed == null ? new ArrayDeque<>(1) : freed;
    freed.add(want);
  }

  /** The next chunk to ask for; null if there is none. */
  Want next(List<Want> order) {
    while (freed != null && !freed.isEmpty()) {
      if (isAskable(freed.peek())) {
        return freed.peek();
      }
      freed.poll();
    }
    while (cursor < order.size()) {
      if (isAskable(order.get(cursor))) {
        return order.get(cursor);
      }
      cursor++;
    }
    return null;
  }

  /** True if something is under way or may be asked for. */
  boolean isBusy(List<Want> order) {
    return claimed > 0 || next(order) != null;
  }

  private boolean isAskable(Want want) {
    if (want.gone || want.claimant != Want.NOBODY || absent.contains(want.name)) {
      return false;
    }
    for (StoreId store : want.stores) {
      if (shared.test(store)) {
        return true;
      }
    }
    return false;
  }
}
