package dev.latticenano.core.relay;

import dev.latticenano.core.Limits;
import dev.latticenano.core.Verdict;
import dev.latticenano.core.bytes.BigEndian;
import dev.latticenano.core.intention.AuthorId;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.session.CarriedNames;
import dev.latticenano.core.session.NeededChunks;
import dev.latticenano.core.store.PrunableChunks;
import dev.latticenano.core.store.StoreException;
import java.util.Arrays;
import java.util.List;

/**
 * The chunks of one store on a relay: which there are its members say who can read it, what of them
 * is fetched its quota, and what goes the lists that they sign. Given to members alone.
 */
final class HoldingChunks implements NeededChunks {
  private static final int SHARE_BYTES_A_NAME = 1024;
  private static final int NAMES_LEAST = 1024;

  private final Holding holding;
  private final PrunableChunks place;
  private final LeftChunks left;
  private final VoterLists lists;
  private final CarriedNames names;
  private Fetches fetches;
  private boolean came;
  private int leftSeen;
  private Hash list = Hash.ZERO;
  private long listVersion = -1;
  private int heards;
  private Guest teller;

  HoldingChunks(Holding holding) throws StoreException {
    this.holding = holding;
    this.place = holding.place().chunks();
    this.left = new LeftChunks(holding.place().tables());
    this.lists = new VoterLists(holding.dag(), holding.place().tables(), left);
    this.names = new CarriedNames(holding.place().tables(), place, left);
  }

  /** Is fetched by {@code newFetches} from now on. */
  void begin(Fetches newFetches) throws StoreException {
    fetches = newFetches;
    boolean loose = left.begin();
    lists.begin();
    names.begin();
    if (loose) {
      names.mend(place);
      left.loose(false);
      holding.held().checkpoint();
    }
    if (names.awaited() > 0) {
      fetches.hungry(holding);
    }
  }

  /** By name. */
  CarriedNames names() {
    return names;
  }

  /** What members signed. */
  VoterLists lists() {
    return lists;
  }

  // What was replaced goes by lists, so they are heard where there is no room, too.
  @Override
  public boolean isCarried() {
    return hasRoom() || holding.serves() && names.here() > 0;
  }

  /** True if another chunk finds room, whatever its size. */
  boolean hasRoom() {
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
  public boolean take(byte[] after, byte[] page, int offset, int count, boolean last, boolean whole)
      throws StoreException {
    Guest guest = holding.bringer();
    int before = names.awaited();
    boolean goesOn;
    if (whole && counts(guest)) {
      goesOn = tell(guest, after, page, offset, count, last);
    } else {
      goesOn = names.takeMore(page, offset, count, namesMax());
    }
    if (names.awaited() > before) {
      // They may lie before those that are wanted now.
      names.again();
    }
    if (names.awaited() > 0) {
      fetches.hungry(holding);
    }
    holding.held().checkpointIfDue();
    return goesOn;
  }

  private boolean counts(Guest guest) {
    return guest != null && VoterLists.counts(guest.key(), holding.manifest());
  }

  // Pages of two lists that come at once leave out what either does: neither was heard then.
  private boolean tell(Guest guest, byte[] after, byte[] page, int offset, int count, boolean last)
      throws StoreException {
    list = Hash.ZERO;
    if (after == null) {
      teller = guest;
      left.tell();
    } else if (teller != guest) {
      // Lists may have been signed since this one began: what it leaves out it leaves out now.
      teller = null;
      left.tell();
    }
    boolean goesOn = names.take(after, page, offset, count, last, namesMax());
    teller = goesOn ? teller : null;
    return goesOn;
  }

  private int namesMax() {
    long share = holding.quota() / SHARE_BYTES_A_NAME;
    return (int) Math.min(Limits.CARRIED_NAMES_MAX, Math.max(NAMES_LEAST, share));
  }

  /** All that was awaited is here, which the next start is to know. */
  void settle() throws StoreException {
    boolean loose = left.isLoose();
    left.loose(false);
    if (names.takeDirty() || loose) {
      holding.held().checkpoint();
    }
  }

  @Override
  public void heard(Hash newList) {
    if (!counts(holding.bringer())) {
      return;
    }
    boolean same = newList.equals(list) && !list.equals(Hash.ZERO);
    if (same || teller == holding.bringer()) {
      list = newList;
      listVersion = list.equals(Hash.ZERO) ? -1 : holding.dag().shown().version();
    }
    teller = null;
    heards++;
    came = true;
    holding.bringer().termsChanged();
  }

  /** True once after other chunks are left out than before. */
  boolean takeLeftChanged() {
    boolean was = leftSeen != left.version();
    leftSeen = left.version();
    return was;
  }

  /** How many lists owners and voters told, from start to end. */
  int heards() {
    return heards;
  }

  /** The chunk of this name is part of a snapshot, whoever says which are needed. */
  void need(byte[] name, int offset) throws StoreException {
    names.need(name, offset, namesMax());
    if (names.awaited() > 0) {
      fetches.hungry(holding);
    }
  }

  /** Keeps a chunk that is awaited; nothing happens with another one. */
  void keep(byte[] cid, int cidOffset, byte[] source, int offset, int length)
      throws StoreException {
    if (names.awaits(cid, cidOffset)) {
      holding.requireChunk(length);
      loosen();
      place.write(cid, cidOffset, source, offset, length);
      names.arrived(Hash.of(cid, cidOffset), length);
      holding.count();
      came = true;
    }
  }

  /** From now on chunks come or go of which the tables on disk do not know. */
  private void loosen() throws StoreException {
    if (!left.isLoose()) {
      left.loose(true);
      holding.held().checkpoint();
    }
  }

  /** True once after a chunk came, or a list. */
  boolean takeCame() {
    boolean was = came;
    came = false;
    return was;
  }

  /** As {@link VoterLists#take}; what is taken, and what it was read from, is durable then. */
  Verdict take(ChunkList signed, AuthorId bringer, long nowMs) throws StoreException {
    Verdict verdict = lists.take(signed, bringer, holding.manifest(), list);
    if (verdict == Verdict.OK) {
      came = true;
      holding.held().sync(nowMs);
      holding.held().checkpoint();
    }
    return verdict;
  }

  /** True if a list of this member would let go of something, and could be taken now. */
  boolean wants(AuthorId member) throws StoreException {
    return listVersion == holding.dag().shown().version()
        && !list.equals(Hash.ZERO)
        && lists.heldBack(member, holding.manifest()) > 0;
  }

  /**
   * True if something may go. Nothing does before a list was told since the start: what is not on
   * disk may have named it.
   */
  boolean isAnySpare() throws StoreException {
    return !left.isEmpty()
        && !list.equals(Hash.ZERO)
        && left.isAnyBefore(lists.limit(holding.manifest()));
  }

  /** Chunks are about to go: what lets them is durable, and that some may be gone already. */
  void beginLettingGo() throws StoreException {
    left.loose(true);
    holding.held().checkpoint();
  }

  /**
   * Some of what may go, in order of names: the name, then its bytes.
   *
   * @param above the last one of those shown before; null: none was
   */
  List<byte[]> spare(byte[] above, int most) throws StoreException {
    boolean told = !list.equals(Hash.ZERO);
    return told ? left.before(lists.limit(holding.manifest()), above, most) : List.of();
  }

  /** A chunk goes; returns its bytes. */
  int letGo(byte[] spare) throws StoreException {
    byte[] name = Arrays.copyOf(spare, Hash.BYTES);
    place.remove(name, 0);
    names.forget(name);
    return BigEndian.intAt(spare, Hash.BYTES);
  }

  /** What went is gone after a power cut, too. */
  void wentAll() throws StoreException {
    place.syncRemoved();
    left.loose(names.awaited() > 0);
    holding.held().checkpoint();
  }

  /** What lies here, and who holds back what of it. */
  ChunkLoad load() throws StoreException {
    return new ChunkLoad(
        names.here(),
        names.bytes(),
        names.awaited(),
        left.bytesFrom(0),
        lists.holders(holding.manifest()));
  }
}
