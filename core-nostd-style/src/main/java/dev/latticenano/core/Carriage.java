package dev.latticenano.core;

import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.session.CarriedNames;
import dev.latticenano.core.session.NeededChunks;
import dev.latticenano.core.store.StoreException;

/**
 * The chunks of one store that this node carries without being able to read it; and what it answers
 * about a store that it can read.
 */
final class Carriage implements NeededChunks {
  private final Replica replica;
  private final CarriedNames names;
  private final LiveChunks live;
  private Carrying carrying;
  private Hash list = Hash.ZERO;

  Carriage(Replica replica) throws StoreException {
    this.replica = replica;
    this.names = new CarriedNames(replica.tables(), replica.chunks());
    this.live = new LiveChunks(replica);
  }

  /** Belongs to {@code newCarrying} from now on; counts what the tables say. */
  void begin(Carrying newCarrying) throws StoreException {
    carrying = newCarrying;
    names.begin();
  }

  StoreId store() {
    return replica.id();
  }

  /** What is carried, by name. */
  CarriedNames names() {
    return names;
  }

  /** True once the store can be read here: its files say what they need. */
  boolean isReadable() {
    return replica.projection().isWhole() && replica.projection().unread() == 0;
  }

  @Override
  public boolean isCarried() {
    return replica.projection().unread() > 0 && carrying.room() >= 0;
  }

  @Override
  public Hash list() {
    return replica.projection().unread() == 0 ? live.list() : list;
  }

  @Override
  public void heard(Hash newList) {
    list = newList;
  }

  @Override
  public int behind(byte[] after, byte[] out, int most) throws StoreException {
    return live.behind(after, out, most, carrying.arrivals());
  }

  /**
   * How many names {@link #list} is of, as {@link #behind} says; UNREADABLE, too, if they are not
   * all that are needed.
   */
  int count() throws StoreException {
    return live.count(carrying.arrivals());
  }

  @Override
  public boolean take(byte[] after, byte[] page, int offset, int count, boolean last, boolean whole)
      throws StoreException {
    list = Hash.ZERO;
    int before = names.awaited();
    boolean goesOn =
        whole
            ? names.take(after, page, offset, count, last, carrying.namesMax())
            : names.takeMore(page, offset, count, carrying.namesMax());
    if (names.awaited() > before) {
      carrying.chance();
    }
    replica.held().checkpointIfDue();
    return goesOn;
  }

  /** Forgets every name: the store can be read here now. */
  void clear() throws StoreException {
    names.clear();
    list = Hash.ZERO;
  }
}
