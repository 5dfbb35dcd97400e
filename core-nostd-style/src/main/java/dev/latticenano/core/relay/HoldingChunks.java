package dev.latticenano.core.relay;

import dev.latticenano.core.Limits;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.session.CarriedNames;
import dev.latticenano.core.session.NeededChunks;
import dev.latticenano.core.store.StoreException;

/**
 * The chunks of one store on a relay: which there are its members say who can read it, and what of
 * them is fetched its quota. Given to members alone.
 */
final class HoldingChunks implements NeededChunks {
  private static final int SHARE_BYTES_A_NAME = 4096;

  private final Holding holding;
  private final CarriedNames names;
  private Fetches fetches;
  private boolean came;
  private Hash list = Hash.ZERO;

  HoldingChunks(Holding holding) throws StoreException {
    this.holding = holding;
    this.names = new CarriedNames(holding.place().tables(), holding.place().chunks());
  }

  /** Is fetched by {@code newFetches} from now on. */
  void begin(Fetches newFetches) throws StoreException {
    fetches = newFetches;
    names.begin();
    if (names.awaited() > 0) {
      fetches.hungry(holding);
    }
  }

  /** By name. */
  CarriedNames names() {
    return names;
  }

  @Override
  public boolean isCarried() {
    return holding.space() >= Limits.CHUNK_BYTES_MAX;
  }

  @Override
  public Hash list() {
    return list;
  }

  @Override
  public int behind(byte[] after, byte[] out, int most) {
    return UNREADABLE;
  }

  @Override
  public boolean take(byte[] after, byte[] page, int offset, int count, boolean last)
      throws StoreException {
    list = Hash.ZERO;
    int most = (int) Math.min(Limits.CARRIED_NAMES_MAX, holding.space() / SHARE_BYTES_A_NAME);
    boolean goesOn = names.take(after, page, offset, count, last, most);
    if (names.awaited() > 0) {
      fetches.hungry(holding);
    }
    holding.held().checkpointIfDue();
    return goesOn;
  }

  /** All that was awaited is here, which the next start is to know. */
  void settle() throws StoreException {
    if (names.takeDirty()) {
      holding.held().checkpoint();
    }
  }

  @Override
  public void heard(Hash newList) {
    list = newList;
  }

  /** Keeps a chunk that is awaited; nothing happens with another one. */
  void keep(byte[] cid, int cidOffset, byte[] source, int offset, int length)
      throws StoreException {
    if (names.awaits(cid, cidOffset)) {
      holding.requireChunk(length);
      holding.place().chunks().write(cid, cidOffset, source, offset, length);
      names.arrived(Hash.of(cid, cidOffset), length);
      holding.count();
      came = true;
    }
  }

  /** True once after a chunk came. */
  boolean takeCame() {
    boolean was = came;
    came = false;
    return was;
  }
}
