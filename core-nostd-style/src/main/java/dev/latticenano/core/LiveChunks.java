package dev.latticenano.core;

import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.session.NeededChunks;
import dev.latticenano.core.state.ContentWalk;
import dev.latticenano.core.state.FileState;
import dev.latticenano.core.state.StateMachine;
import dev.latticenano.core.store.StoreException;

/**
 * The names of all chunks that one store needs, held here or not: those that every head of its
 * files refers to, and those of its snapshots. Gathered when somebody asks, and again when state
 * has changed since.
 */
final class LiveChunks {
  private final Replica replica;
  private final HeldChunks held;
  private final ContentWalk walk = new ContentWalk();
  private NameRows names = new NameRows();
  private Hash list = Hash.ZERO;
  private Standing standing;
  private boolean whole;

  /**
   * What the names follow from.
   *
   * @param arrivals chunks that had come; 0 if no list of chunks was missing, so that none adds
   */
  private record Standing(int place, long notices, int arrivals) {}

  LiveChunks(Replica replica) {
    this.replica = replica;
    this.held = new HeldChunks(replica.chunks());
  }

  /** The hash of the names told last; zero if they are not all. */
  Hash list() {
    return list;
  }

  /**
   * See {@link NeededChunks#behind}.
   *
   * @param arrivals how many chunks have come to this node
   */
  int behind(byte[] after, byte[] out, int most, int arrivals) throws StoreException {
    int found = look(arrivals);
    return found < 0 ? found : names.copy(names.notAbove(after), out, most);
  }

  /** How many names there are; UNREADABLE, too, if some cannot be told. */
  int count(int arrivals) throws StoreException {
    int found = look(arrivals);
    return found >= 0 && !whole ? NeededChunks.UNREADABLE : found;
  }

  private int look(int arrivals) throws StoreException {
    if (replica.projection().unread() > 0) {
      return NeededChunks.UNREADABLE;
    }
    if (replica.projection().isBehind()) {
      return NeededChunks.NOT_YET;
    }
    int place = replica.projection().place();
    long notices = replica.projection().notices().version();
    Standing now = new Standing(place, notices, whole ? 0 : arrivals);
    if (!now.equals(standing)) {
      whole = gather();
      standing = new Standing(place, notices, whole ? 0 : arrivals);
    }
    return names.count();
  }

  private boolean gather() throws StoreException {
    Names found = new Names();
    add(replica.machine(), found);
    add(replica.aside(), found);
    for (Notice snapshot : SnapshotChunks.of(replica, 1)) {
      new SnapshotChunks().walk(snapshot, held, found);
    }
    found.rows.sort();
    names = found.rows;
    list = found.whole ? names.hash() : Hash.ZERO;
    return found.whole;
  }

  private void add(StateMachine machine, Names found) throws StoreException {
    if (machine instanceof FileState files) {
      walk.walk(files, held, found);
    }
  }

  private static final class Names implements ContentWalk.Visitor<StoreException> {
    private final NameRows rows = new NameRows();
    private boolean whole = true;

    @Override
    public void content(int levels) {}

    // Whoever asks keeps no more, either.
    @Override
    public void chunk(byte[] name, int offset, int level) {
      if (rows.count() < Limits.CARRIED_NAMES_MAX) {
        rows.add(name, offset);
      } else {
        whole = false;
      }
    }

    @Override
    public void unknown() {
      whole = false;
    }
  }
}
