package dev.latticenano.core.relay;

import dev.latticenano.core.Limits;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.link.Due;
import dev.latticenano.core.link.Ends;
import dev.latticenano.core.session.Wanted;
import dev.latticenano.core.store.StoreException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which chunks a relay asks its guests for: those that stores need and that are not here, a window
 * of names at a time, so that names nobody has hold up nothing behind them. Looked at once a second
 * at most, and not at all while no store lacks any.
 */
final class Fetches {
  private static final int WINDOW = 4096;
  private static final long AGAIN_MS = 1000;

  private final Ends ends;
  private final Wanted wanted = new Wanted();
  private final Set<Holding> hungry = new LinkedHashSet<>();
  private long againMs = Long.MIN_VALUE;
  private int chancesSeen;
  private int freedSeen;

  Fetches(Ends ends) {
    this.ends = ends;
  }

  /** One for all links, so that no chunk is fetched twice. */
  Wanted wanted() {
    return wanted;
  }

  /** A store lacks chunks. */
  void hungry(Holding holding) {
    hungry.add(holding);
    wanted.outdate();
  }

  /** A store may take more again, and so may those that share its space. */
  void roomy(Holding holding) {
    for (Holding each : holding.account().holdings()) {
      if (each.chunks().names().awaited() > 0) {
        each.chunks().names().again();
        hungry(each);
      }
      each.links().each(ends::stir);
    }
  }

  /** A store is held no more. */
  void forget(Holding holding) {
    if (hungry.remove(holding)) {
      wanted.outdate();
    }
  }

  /** Looks what is to be asked for, if it is time. */
  void tick(long nowMs) throws StoreException {
    if (freedSeen != wanted.freed()) {
      freedSeen = wanted.freed();
      hungry.forEach(each -> each.links().each(ends::stir));
    }
    boolean soon = wanted.isOutdated() && !wanted.hasAskable();
    if (nowMs < againMs && !soon || !isDue()) {
      return;
    }
    againMs = nowMs + AGAIN_MS;
    if (!wanted.isOutdated() && wanted.isIdle()) {
      advance();
    }
    if (wanted.isOutdated()) {
      look();
    }
  }

  private boolean isDue() {
    return wanted.isOutdated() || !hungry.isEmpty() && (hasChance() || goesOn());
  }

  private boolean hasChance() {
    return wanted.chances() != chancesSeen;
  }

  private boolean goesOn() {
    for (Holding each : hungry) {
      if (each.chunks().names().goesOn() && each.chunks().hasRoom()) {
        return true;
      }
    }
    return false;
  }

  private void advance() {
    if (hasChance()) {
      chancesSeen = wanted.chances();
      hungry.forEach(each -> each.chunks().names().again());
    }
    hungry.forEach(each -> each.chunks().names().advance());
    wanted.outdate();
  }

  private void look() throws StoreException {
    for (Holding each : List.copyOf(hungry)) {
      if (each.chunks().names().awaited() == 0) {
        hungry.remove(each);
        each.chunks().settle();
      }
    }
    Map<Hash, Collection<StoreId>> names = new LinkedHashMap<>();
    int stores = hungry.size();
    for (Holding each : hungry) {
      long room = Math.max(0, each.space()) / Limits.CHUNK_BYTES_MAX;
      int most = (int) Math.min(room, Math.max(1, (WINDOW - names.size()) / stores--));
      List<Hash> found = new ArrayList<>();
      each.chunks().names().want(most, found::add);
      found.forEach(name -> names.computeIfAbsent(name, key -> new ArrayList<>()).add(each.id()));
      each.links().each(ends::stir);
    }
    wanted.replace(names);
    wanted.goesOn(goesOn());
  }

  /** When {@link #tick} has something to do; {@link Due#NEVER} for never. */
  long deadlineMs() {
    return isDue() ? againMs : Due.NEVER;
  }
}
