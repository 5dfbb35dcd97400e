package dev.latticenano.core.dag;

import dev.latticenano.core.bytes.BigEndian;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.store.StoreException;
import java.util.List;
import java.util.Map;

/**
 * What a ghost had seen and is not here yet: whoever cites the ghost waits for it, so that nothing
 * is witnessed before what is in its past by way of something gone. It is waited for by its place,
 * for which a name stands that no hash can be: height 4 ‖ author 4 ‖ 24 zeros.
 */
final class Unseen {
  private final Rows rows;
  private final Authors authors;
  private final Ancestry ancestry;
  private final Order order;
  private final Lost lost;
  private final Waiting waiting;
  private final Floors floors;
  private final IntList places = new IntList();
  private final byte[] name = new byte[Hash.BYTES];

  Unseen(
      Rows rows,
      Authors authors,
      Ancestry ancestry,
      Order order,
      Lost lost,
      Waiting waiting,
      Floors floors) {
    this.rows = rows;
    this.authors = authors;
    this.ancestry = ancestry;
    this.order = order;
    this.lost = lost;
    this.waiting = waiting;
    this.floors = floors;
  }

  /** True if these bytes name a place. */
  static boolean isPlace(byte[] name, int offset) {
    for (int i = 8; i < Hash.BYTES; i++) {
      if (name[offset + i] != 0) {
        return false;
      }
    }
    return true;
  }

  /** True if what was resolved has something in its past, beyond a ghost, that is not here. */
  boolean any(Offered offered) throws StoreException {
    places.clear();
    if (floors.areOpen()) {
      look(offered.prev());
      for (int i = 0; i < offered.cited().count(); i++) {
        look(offered.cited().at(i));
      }
    }
    return places.count() > 0;
  }

  private void look(int row) throws StoreException {
    if (row == Rows.NONE || !ancestry.isBelowFloor(row)) {
      return;
    }
    int author = rows.author(row);
    int height = rows.height(row);
    for (int other = 0; other < authors.count(); other++) {
      int seen = other == author ? height : ancestry.heightSeen(row, other);
      if (seen <= floors.of(other)) {
        seen = floors.holes().awaitedUpTo(other, seen);
      } else if (authors.height(other) >= seen) {
        seen = 0;
      }
      if (seen > 0) {
        places.add(other);
        places.add(seen);
      }
    }
  }

  /** What floats as {@code handle} waits for what {@link #any} finds. */
  void await(int handle, Offered offered) throws StoreException {
    if (any(offered)) {
      for (int i = 0; i < places.count(); i += 2) {
        putName(places.at(i), places.at(i + 1));
        waiting.await(handle, name, 0);
      }
    }
  }

  private void putName(int author, int height) {
    BigEndian.putInt(name, 0, height);
    BigEndian.putInt(name, 4, author);
  }

  /** The witnessed {@code row} is here: adds to {@code ready} who waited for its place alone. */
  void placed(int row, IntList ready) throws StoreException {
    if (floors.areOpen() && waiting.missingCount() > 0) {
      putName(rows.author(row), rows.height(row));
      waiting.release(name, 0, ready);
    }
  }

  /** What stays below a floor, and whose record did not come, is lost; who cites it is not. */
  void collectLost(IntList ready) throws StoreException {
    for (Map.Entry<Hash, Holes.Place> each : List.copyOf(floors.holes().allAwaited().entrySet())) {
      byte[] hash = each.getKey().toBytes();
      if (!waiting.isFloating(waiting.find(hash, 0))) {
        int row = order.stay(hash, each.getValue());
        floors.ghostNow(row, hash, 0);
        lost.note(row);
        lost.name(row, hash, 0);
        waiting.release(hash, 0, ready);
        placed(row, ready);
      }
    }
  }
}
