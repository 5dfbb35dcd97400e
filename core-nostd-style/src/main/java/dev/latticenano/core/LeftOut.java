package dev.latticenano.core;

import dev.latticenano.core.dag.Dag;
import dev.latticenano.core.intention.EpochId;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.seal.Keyring;
import dev.latticenano.core.store.StoreException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What of a store's log is not in its state, and why: set aside, passed over at a person's word,
 * damaged, sealed under a key that is not here, or what made state stop.
 */
final class LeftOut {
  private final LocalRows local;
  private final TreeSet<Integer> damaged = new TreeSet<>();
  private final Map<EpochId, Integer> unread = new TreeMap<>();
  private final Set<Hash> skipped = new HashSet<>();
  private Hash stalledBefore;
  private SetAside stall;
  private int quarantined;
  private int damagedTold;

  LeftOut(LocalRows local) {
    this.local = local;
  }

  /** Takes up what the last run left out; a stall is tried again. */
  void restore() throws StoreException {
    damaged.addAll(local.damaged());
    unread.putAll(local.unread());
    quarantined = 0;
    for (SetAside one : local.setAside()) {
      switch (one.kind()) {
        case QUARANTINED -> quarantined++;
        case SKIPPED -> skipped.add(one.intention());
        case STALLED -> stalledBefore = one.intention();
      }
    }
  }

  /** State begins anew: only what a person had passed over stays so. */
  void startOver() throws StoreException {
    damaged.clear();
    unread.clear();
    quarantined = 0;
    stall = null;
    stalledBefore = null;
    local.startOver();
  }

  void damaged(int row) throws StoreException {
    damaged.add(row);
    local.damaged(row);
  }

  int damagedCount() {
    return damaged.size();
  }

  /** Says how many are damaged, if they are more than was said. */
  void tellDamaged(StoreId id, Queue<Event> events) {
    if (damaged.size() > damagedTold) {
      events.add(new Event.Lost(id, damaged.size()));
    }
    damagedTold = damaged.size();
  }

  /** True if anything is left out that other nodes may have in their state. */
  boolean isLacking() {
    return !damaged.isEmpty() || !unread.isEmpty() || !skipped.isEmpty();
  }

  /** True if one of the damaged came back. */
  boolean isMended(Dag dag) {
    for (int row : damaged) {
      if (!dag.isLost(row)) {
        return true;
      }
    }
    return false;
  }

  void unread(EpochId epoch) throws StoreException {
    local.unread(epoch, unread.merge(epoch, 1, Integer::sum));
  }

  /** How many are sealed under keys that were not here. */
  int unreadCount() {
    int count = 0;
    for (int each : unread.values()) {
      count += each;
    }
    return count;
  }

  /** True if more can be read with the keys of {@code ring}. */
  boolean isReadable(Keyring ring) {
    for (EpochId epoch : unread.keySet()) {
      if (ring.find(epoch) != null) {
        return true;
      }
    }
    return false;
  }

  void quarantine(Hash intention, Verdict verdict) throws StoreException {
    local.setAside(new SetAside(intention, verdict, SetAside.Kind.QUARANTINED));
    quarantined++;
  }

  int quarantinedCount() {
    return quarantined;
  }

  /** State stops before {@code intention}. */
  void stall(Hash intention, Verdict verdict) throws StoreException {
    stall = new SetAside(intention, verdict, SetAside.Kind.STALLED);
    stalledBefore = intention;
    local.setAside(stall);
  }

  SetAside stall() {
    return stall;
  }

  /** The intention could be applied. */
  void applied(Hash intention) throws StoreException {
    if (intention.equals(stalledBefore)) {
      local.forget(intention);
      stalledBefore = null;
    }
  }

  boolean isSkipped(Hash intention) {
    return !skipped.isEmpty() && skipped.contains(intention);
  }

  /** Passes over the stall; false if it is another. */
  boolean skip(Hash intention) throws StoreException {
    if (stall == null || !stall.intention().equals(intention)) {
      return false;
    }
    local.setAside(new SetAside(intention, stall.verdict(), SetAside.Kind.SKIPPED));
    skipped.add(intention);
    stall = null;
    stalledBefore = null;
    return true;
  }

  /**
   * Forgets all that was set aside, so that it is tried again.
   *
   * @return true if that takes a new beginning: what was left out lies behind
   */
  boolean retry() throws StoreException {
    boolean behind = quarantined > 0 || !skipped.isEmpty();
    for (SetAside one : local.setAside()) {
      local.forget(one.intention());
    }
    skipped.clear();
    quarantined = 0;
    stall = null;
    stalledBefore = null;
    return behind;
  }

  List<SetAside> all() throws StoreException {
    return local.setAside();
  }
}
