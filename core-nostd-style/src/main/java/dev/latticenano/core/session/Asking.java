package dev.latticenano.core.session;

import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.session.Wanted.Want;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What one link may still be asked for: a cursor over all wanted chunks that only moves on, and a
 * queue of those that became free again behind it.
 */
final class Asking {
  private static final int EARLY_MAX = 1024;

  private final Set<StoreId> shared;
  private final ArrayDeque<Want> freed = new ArrayDeque<>(1);
  private final Set<Hash> early = new LinkedHashSet<>();
  private int cursor;

  /** Names the peer said it does not have. */
  final Set<Hash> absent = new HashSet<>();

  /** Chunks asked for and not come yet. */
  int claimed;

  /** Wanted chunks that the peer was told to be absent here. */
  int expecting;

  /** Of those, how many have come since the link was made. */
  int news;

  /** How many of those the peer may know of. */
  int newsTold;

  Asking(Set<StoreId> shared) {
    this.shared = shared;
  }

  /** Looks through everything again; of what the peer lacks only {@code kept} is remembered. */
  void startOver(Set<Hash> kept) {
    absent.retainAll(kept);
    freed.clear();
    cursor = 0;
  }

  /** The peer asked for what is neither here nor, as far as is known, wanted. */
  void askedEarly(Hash cid) {
    if (early.size() < EARLY_MAX) {
      early.add(cid);
    }
  }

  /** Of what the peer asked for early, what has turned out to be wanted here, too. */
  Set<Hash> takeAskedEarly(Set<Hash> wanted) {
    Set<Hash> taken = new LinkedHashSet<>(early);
    taken.retainAll(wanted);
    early.removeAll(taken);
    return taken;
  }

  /** {@code want} is free again. */
  void again(Want want) {
    freed.add(want);
  }

  /** The next chunk to ask for; null if there is none. */
  Want next(List<Want> order) {
    while (!freed.isEmpty()) {
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
      if (shared.contains(store)) {
        return true;
      }
    }
    return false;
  }
}
