package dev.latticenano.core.session;

import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.store.StoreException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * The chunks this node's files need and does not hold, in the order they should come, and which
 * link has been asked for which. One for all links, so that no chunk is fetched twice. A link is
 * asked only for chunks of stores that it shares. Every question costs the same however many chunks
 * are wanted, spread over all questions; memory is the wanted names, and per link those it lacks.
 */
public final class Wanted {
  private static final int NEWS_STEP_MIN = 64;

  private final Map<Hash, Want> wants = new LinkedHashMap<>();
  private final Map<Integer, Asking> links = new TreeMap<>();
  private List<Want> order = List.of();
  private boolean outdated;
  private boolean goesOn;
  private int chances;
  private int freed;
  private Arrival arrival = (name, bytes) -> {};

  /** Whoever counts what comes. */
  public interface Arrival {
    /** A chunk of {@code bytes} bytes is held now. */
    void arrived(Hash name, int bytes) throws StoreException;
  }

  /** One chunk that is wanted. */
  static final class Want {
    static final int NOBODY = -1;

    final Hash name;
    final List<Integer> expecting = new ArrayList<>(0);
    Collection<StoreId> stores;
    int claimant = NOBODY;
    boolean gone;

    Want(Hash name) {
      this.name = name;
    }
  }

  /** Wants exactly {@code names}, in their order; each with the stores that need it. */
  public void replace(Map<Hash, ? extends Collection<StoreId>> names) {
    List<Want> before = order;
    order = new ArrayList<>(names.size());
    for (Map.Entry<Hash, ? extends Collection<StoreId>> each : names.entrySet()) {
      Want want = wants.get(each.getKey());
      if (want == null) {
        want = new Want(each.getKey());
      }
      want.stores = each.getValue();
      order.add(want);
    }
    for (Want want : before) {
      if (!want.gone && !names.containsKey(want.name)) {
        drop(want);
      }
    }
    wants.clear();
    for (Want want : order) {
      wants.put(want.name, want);
    }
    for (Map.Entry<Integer, Asking> link : links.entrySet()) {
      link.getValue().startOver(names.keySet());
      for (Hash cid : link.getValue().takeAskedEarly(names.keySet())) {
        toldAbsent(link.getKey(), cid);
      }
    }
    outdated = false;
  }

  private void drop(Want want) {
    want.gone = true;
    Asking claimant = links.get(want.claimant);
    if (claimant != null) {
      claimant.claimed--;
    }
    for (int link : want.expecting) {
      links.get(link).expecting--;
    }
  }

  /** Tells {@code newArrival} of every chunk from now on. */
  public void arrival(Arrival newArrival) {
    arrival = newArrival;
  }

  /** Says whether more will be wanted as soon as no link can give more of this. */
  public void goesOn(boolean newGoesOn) {
    goesOn = newGoesOn;
  }

  /** How often a link has become, or may have become, able to give what no link gave before. */
  public int chances() {
    return chances;
  }

  /** How often a link that was asked for a chunk did not give it: others may be asked. */
  public int freed() {
    return freed;
  }

  /** True if some link may be asked and none has anything left to give of what is wanted. */
  public boolean isIdle() {
    for (Asking link : links.values()) {
      if (link.isBusy(order)) {
        return false;
      }
    }
    return !links.isEmpty();
  }

  /** Number of chunks wanted. */
  public int count() {
    return wants.size();
  }

  /** The files or the chunks held have changed: {@link #replace} is due. */
  public void outdate() {
    outdated = true;
  }

  /** True if {@link #replace} is due. */
  public boolean isOutdated() {
    return outdated;
  }

  /** True if some link may be asked for some chunk right away. */
  public boolean hasAskable() {
    for (Asking link : links.values()) {
      if (link.next(order) != null) {
        return true;
      }
    }
    return false;
  }

  /** True if the chunk is wanted. */
  boolean contains(Hash cid) {
    return wants.containsKey(cid);
  }

  /** A link may be asked from now on, for chunks of {@code shared}; live, the caller's. */
  void join(int link, Predicate<StoreId> shared) {
    leave(link);
    links.put(link, new Asking(shared));
    chances++;
  }

  /** The link is gone or wants no more: what it was asked for is free again. */
  void leave(int link) {
    Asking left = links.remove(link);
    if (left == null) {
      return;
    }
    for (Want want : order) {
      want.expecting.remove((Integer) link);
      if (!want.gone && want.claimant == link) {
        free(want);
      }
    }
  }

  private void free(Want want) {
    freed++;
    want.claimant = Want.NOBODY;
    links.values().forEach(link -> link.again(want));
  }

  /** The next chunk to ask {@code link} for, claimed for it; null if there is none. */
  Hash claim(int link) {
    Asking asking = links.get(link);
    Want next = asking == null ? null : asking.next(order);
    if (next == null) {
      return null;
    }
    next.claimant = link;
    asking.claimed++;
    return next.name;
  }

  /** True if {@code link} has been asked, or may still be asked, for some chunk. */
  boolean isWaiting(int link) {
    Asking asking = links.get(link);
    return asking != null && (outdated || goesOn || asking.isBusy(order));
  }

  /** The chunk is held now; it may name others that are needed. */
  void arrived(Hash cid, int bytes) throws StoreException {
    outdated = true;
    arrival.arrived(cid, bytes);
    Want want = wants.remove(cid);
    if (want == null) {
      return;
    }
    for (int link : want.expecting) {
      links.get(link).news++;
    }
    drop(want);
  }

  /** The peer on {@code link} does not have the chunk: others may be asked. */
  void absent(int link, Hash cid) {
    Asking asking = links.get(link);
    Want want = wants.get(cid);
    if (asking == null || want == null) {
      return;
    }
    asking.lacks(cid);
    if (want.claimant == link) {
      asking.claimed--;
      free(want);
    }
  }

  /** The peer on {@code link} got something new: it may be asked again for what it did not have. */
  void forgive(int link) {
    Asking asking = links.get(link);
    if (asking != null) {
      asking.startOver(Set.of());
      chances++;
    }
  }

  /** The peer on {@code link} has been told that a chunk is not here, though it may come. */
  void toldAbsent(int link, Hash cid) {
    Asking asking = links.get(link);
    Want want = wants.get(cid);
    if (asking != null && want == null) {
      asking.askedEarly(cid);
    } else if (asking != null && !want.expecting.contains(link)) {
      want.expecting.add(link);
      asking.expecting++;
    }
  }

  /** As {@link #news}, to the last chunk: an answer given now knows of all of them. */
  int newsNow(int link) {
    Asking asking = links.get(link);
    return asking == null ? 0 : asking.news;
  }

  /** True if chunks that {@code link} was told to be absent may still come over another link. */
  boolean isExpected(int link) {
    Asking asking = links.get(link);
    if (asking == null || asking.expecting == 0) {
      return false;
    }
    for (Asking other : links.values()) {
      if (other != asking && other.isBusy(order)) {
        return true;
      }
    }
    return false;
  }

  /**
   * How many chunks have come since {@code link} was told that they were absent, counted up in
   * steps: the peer asks again for all it lacks when it hears of a step, so each is a good part of
   * what it waits for, and the last comes with the last chunk.
   */
  int news(int link) {
    Asking asking = links.get(link);
    if (asking == null) {
      return 0;
    }
    int step = Math.max(NEWS_STEP_MIN, asking.expecting / 4);
    if (asking.news - asking.newsTold >= step || !isExpected(link)) {
      asking.newsTold = asking.news;
    }
    return asking.newsTold;
  }
}
