package dev.latticenano.core.relay;

import dev.latticenano.core.bytes.BigEndian;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.session.CarriedNames;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.core.store.Table;
import dev.latticenano.core.store.TableShape;
import dev.latticenano.core.store.Tables;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;

/**
 * The chunks of one store on a relay that the list which an owner or voter told last does not name,
 * each with the number of the event that left it out. Events are lists that are told and lists that
 * are signed; their numbers rise. Rows of the table {@code left}, in order of names:
 *
 * <pre>
 * name 32    event 8 ‖ bytes of the chunk, 0 while it is not here: 4
 * zeros 32   number of the last event 8 ‖ 1 while chunks come or go of which no row may know: 4
 * </pre>
 *
 * Numbers are big-endian.
 */
final class LeftChunks implements CarriedNames.Leaving {
  private static final int SIZE_AT = Long.BYTES;
  private static final int ROW_BYTES = SIZE_AT + Integer.BYTES;
  private static final TableShape SHAPE = TableShape.fixed("left", Hash.BYTES, ROW_BYTES);
  private static final byte[] HEADER = new byte[Hash.BYTES];

  private final Table table;
  private final byte[] value = new byte[ROW_BYTES];
  private final TreeMap<Long, Long> bytesByEvent = new TreeMap<>();
  private long last;
  private long telling;
  private int rows;
  private int version;
  private boolean loose;
  private boolean fresh = true;

  LeftChunks(Tables tables) throws StoreException {
    this.table = tables.table(SHAPE);
  }

  /** Counts what the tables say; true if chunks may lie here of which they say nothing. */
  boolean begin() throws StoreException {
    table.range(
        HEADER,
        null,
        (name, offset, length, row, at, size) -> {
          long event = BigEndian.longAt(row, at);
          int bytes = BigEndian.intAt(row, at + SIZE_AT);
          if (Hash.isZero(name, offset)) {
            last = event;
            loose = bytes != 0;
            fresh = false;
          } else {
            rows++;
            count(event, bytes);
          }
          return true;
        });
    telling = last;
    return fresh || loose;
  }

  private void count(long event, long bytes) {
    version++;
    long sum = bytesByEvent.merge(event, bytes, Long::sum);
    if (sum == 0) {
      bytesByEvent.remove(event);
    }
  }

  /** The number of an event that happens now. */
  long next() throws StoreException {
    last++;
    header();
    return last;
  }

  private void header() throws StoreException {
    write(last, loose ? 1 : 0);
    table.put(HEADER, 0, Hash.BYTES, value, 0, ROW_BYTES);
    fresh = false;
  }

  private void write(long event, int size) {
    BigEndian.putLong(value, 0, event);
    BigEndian.putInt(value, SIZE_AT, size);
  }

  /** An owner or voter begins to tell its list. */
  void tell() throws StoreException {
    telling = next();
  }

  /** True while chunks may come or go before rows of them are durable. */
  boolean isLoose() {
    return loose;
  }

  void loose(boolean newLoose) throws StoreException {
    if (fresh || loose != newLoose) {
      loose = newLoose;
      header();
    }
  }

  private boolean find(byte[] name, int offset) throws StoreException {
    return rows > 0
        && !Hash.isZero(name, offset)
        && table.get(name, offset, Hash.BYTES, value, 0) != Table.ABSENT;
  }

  private long event() {
    return BigEndian.longAt(value, 0);
  }

  private int size() {
    return BigEndian.intAt(value, SIZE_AT);
  }

  @Override
  public void named(byte[] name, int offset) throws StoreException {
    if (find(name, offset)) {
      count(event(), -size());
      rows--;
      table.delete(name, offset, Hash.BYTES);
    }
  }

  @Override
  public void leftOut(byte[] name, int size) throws StoreException {
    if (find(name, 0)) {
      came(name, size);
    } else if (!Hash.isZero(name, 0)) {
      rows++;
      put(name, telling, size);
    }
  }

  private void put(byte[] name, long event, int size) throws StoreException {
    count(event, size);
    write(event, size);
    table.put(name, 0, Hash.BYTES, value, 0, ROW_BYTES);
  }

  @Override
  public void came(byte[] name, int size) throws StoreException {
    if (find(name, 0)) {
      long event = event();
      count(event, -size());
      put(name, event, size);
    }
  }

  @Override
  public void forgotten(byte[] name) throws StoreException {
    named(name, 0);
  }

  /** True if no chunk is left out. */
  boolean isEmpty() {
    return bytesByEvent.isEmpty();
  }

  /** Rises with every change. */
  int version() {
    return version;
  }

  /** Bytes of chunks that were left out at or after an event. */
  long bytesFrom(long event) {
    long sum = 0;
    for (long bytes : bytesByEvent.tailMap(event, true).values()) {
      sum += bytes;
    }
    return sum;
  }

  /** True if some chunk was left out before an event. */
  boolean isAnyBefore(long event) {
    return !bytesByEvent.isEmpty() && bytesByEvent.firstKey() < event;
  }

  /**
   * Some chunks that lie here and were left out before an event, in order of names; each the name
   * and then its bytes, big-endian.
   *
   * @param above the name to go on behind; null: from the first on
   */
  List<byte[]> before(long event, byte[] above, int most) throws StoreException {
    List<byte[]> found = new ArrayList<>();
    table.range(
        above == null ? HEADER : above,
        null,
        (name, offset, length, row, at, size) -> {
          boolean behind = above == null || !isSame(name, offset, above);
          boolean here = BigEndian.intAt(row, at + SIZE_AT) > 0 && !Hash.isZero(name, offset);
          if (behind && here && BigEndian.longAt(row, at) < event) {
            byte[] each = new byte[Hash.BYTES + Integer.BYTES];
            System.arraycopy(name, offset, each, 0, Hash.BYTES);
            System.arraycopy(row, at + SIZE_AT, each, Hash.BYTES, Integer.BYTES);
            found.add(each);
          }
          return found.size() < most;
        });
    return found;
  }

  private static boolean isSame(byte[] name, int offset, byte[] other) {
    return Arrays.equals(name, offset, offset + Hash.BYTES, other, 0, Hash.BYTES);
  }
}
