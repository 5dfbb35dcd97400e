package dev.latticenano.core;

import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.session.CarriedNames;
import dev.latticenano.core.session.Wanted;
import dev.latticenano.core.store.StoreException;
import java.util.Map;
import java.util.TreeMap;

/**
 * What this node carries for others: the chunks of stores that it holds and cannot read, as far as
 * peers that can read say which those are, within a share of the disk. Wanted after all that its
 * own files need, a window of names at a time, so that names nobody has hold up nothing behind
 * them.
 */
public final class Carrying {
  /** Names wanted at a time. */
  private static final int WINDOW = 4096;

  /** Bytes of the share for every name that is remembered. */
  private static final int SHARE_BYTES_A_NAME = 4096;

  private final Map<StoreId, Carriage> carriages = new TreeMap<>();
  private final Wanted wanted;
  private Share share = carried -> 0;
  private int arrivals;
  private int chancesSeen;

  /** How much of the disk may be used for others. */
  public interface Share {
    /** Bytes of chunks that may be carried in all, of which {@code carried} are; 0 for none. */
    long bytes(long carried);
  }

  /**
   * What is carried of one store.
   *
   * @param chunks here
   * @param bytes of them
   * @param awaited chunks that the store needs and that are not here
   * @param full true if those are not fetched because the share is used up
   */
  public record Load(int chunks, long bytes, int awaited, boolean full) {}

  Carrying(Wanted wanted) {
    this.wanted = wanted;
    wanted.arrival(this::arrived);
  }

  /** Carries no more than {@code newShare} from now on, at first nothing; what is here stays. */
  public void share(Share newShare) {
    share = newShare;
    wanted.outdate();
  }

  /** What is carried of a store that is open. */
  public Load load(StoreId store) {
    Carriage each = carriages.get(store);
    CarriedNames names = each.names();
    boolean full = names.awaited() > 0 && room() < Limits.CHUNK_BYTES_MAX;
    return new Load(names.here(), names.bytes(), names.awaited(), full);
  }

  void open(Carriage carriage) throws StoreException {
    carriage.begin(this);
    carriages.put(carriage.store(), carriage);
  }

  void close(StoreId store) {
    carriages.remove(store);
  }

  private long carried() {
    long bytes = 0;
    for (Carriage each : carriages.values()) {
      bytes += each.names().bytes();
    }
    return bytes;
  }

  /** Bytes that may still be fetched; -1 if nothing is carried at all. */
  long room() {
    long carried = carried();
    long most = share.bytes(carried);
    return most <= 0 ? -1 : Math.max(0, most - carried);
  }

  /** Names of one store that are remembered at most. */
  int namesMax() {
    long most = share.bytes(carried()) / SHARE_BYTES_A_NAME;
    return (int) Math.max(0, Math.min(Limits.CARRIED_NAMES_MAX, most));
  }

  /** How many chunks have come. */
  int arrivals() {
    return arrivals;
  }

  /** There are new names to want. */
  void chance() {
    carriages.values().forEach(each -> each.names().again());
    wanted.outdate();
  }

  private void arrived(Hash name, int bytes) throws StoreException {
    arrivals++;
    for (Carriage each : carriages.values()) {
      each.names().arrived(name, bytes);
    }
  }

  /** Adds what is to be fetched for others. */
  void want(FileNeeds needs) throws StoreException {
    int left = (int) Math.min(WINDOW, room() / Limits.CHUNK_BYTES_MAX);
    int stores = 0;
    for (Carriage each : carriages.values()) {
      if (each.names().here() + each.names().awaited() > 0 && each.isReadable()) {
        each.clear();
      }
      stores += each.names().awaited() > 0 ? 1 : 0;
    }
    for (Carriage each : carriages.values()) {
      if (each.names().awaited() > 0) {
        int before = needs.names().size();
        int most = (left + stores - 1) / stores;
        each.names().want(most, name -> needs.carry(each.store(), name));
        left = Math.max(0, left - (needs.names().size() - before));
        stores--;
      }
    }
    wanted.goesOn(goesOn());
  }

  private boolean goesOn() {
    if (room() >= Limits.CHUNK_BYTES_MAX) {
      for (Carriage each : carriages.values()) {
        if (each.names().goesOn()) {
          return true;
        }
      }
    }
    return false;
  }

  /** True if no link has any more of what is wanted, and there is more to want. */
  boolean isDue() {
    return wanted.isIdle() && !wanted.isOutdated() && (hasChance() || goesOn());
  }

  private boolean hasChance() {
    return wanted.chances() != chancesSeen;
  }

  /** Goes on to names that are not wanted yet. */
  void advance() {
    if (hasChance()) {
      chancesSeen = wanted.chances();
      carriages.values().forEach(each -> each.names().again());
    }
    if (goesOn()) {
      carriages.values().forEach(each -> each.names().advance());
      wanted.outdate();
    }
  }
}
