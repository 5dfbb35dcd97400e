package dev.latticenano.core.session;

import dev.latticenano.core.bytes.BigEndian;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.store.ChunkStore;
import dev.latticenano.core.store.PrunableChunks;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.core.store.Table;
import dev.latticenano.core.store.TableShape;
import dev.latticenano.core.store.Tables;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The names of the chunks of one store that is carried without being read, as peers that can read
 * it say, and which of them are here. A name whose chunk is not here is forgotten when a peer's
 * whole list leaves it out; one whose chunk is here only if its owner says so. Rows of the table
 * {@code carried}, which is lost with the other tables, and then asked for again:
 *
 * <pre>
 * name 32   bytes of the chunk, 0 while it is not here: 4, big-endian
 * </pre>
 */
public final class CarriedNames {
  private static final TableShape SHAPE = TableShape.fixed("carried", Hash.BYTES, Integer.BYTES);

  private final Table table;
  private final ChunkStore chunks;
  private final Leaving leaving;
  private final byte[] key = new byte[Hash.BYTES];
  private final byte[] value = new byte[Integer.BYTES];
  private int here;
  private int awaited;
  private long bytes;
  private boolean dirty;

  /**
   * The first name that may still be wanted, and the one where the next look begins; null: none.
   */
  private byte[] from = new byte[Hash.BYTES];

  private byte[] next;
  private boolean wraps;

  /** Takes note of what lists leave out. */
  public interface Leaving {
    /** Whoever keeps what is here, whatever lists leave out. */
    Leaving NEVER =
        new Leaving() {
          @Override
          public void named(byte[] name, int offset) {}

          @Override
          public void leftOut(byte[] name, int size) {}

          @Override
          public void came(byte[] name, int size) {}

          @Override
          public void forgotten(byte[] name) {}
        };

    /** The list that is heard names the 32 bytes at {@code name[offset]}. */
    void named(byte[] name, int offset) throws StoreException;

    /** It does not; the chunk has {@code size} bytes, 0 if it is not here. */
    void leftOut(byte[] name, int size) throws StoreException;

    /** A chunk of {@code size} bytes came, or was found here. */
    void came(byte[] name, int size) throws StoreException;

    /** The name is remembered no more. */
    void forgotten(byte[] name) throws StoreException;
  }

  /** In these tables, of chunks that lie there and stay. */
  public CarriedNames(Tables tables, ChunkStore chunks) throws StoreException {
    this(tables, chunks, Leaving.NEVER);
  }

  /** In these tables, of chunks that lie there. */
  public CarriedNames(Tables tables, ChunkStore chunks, Leaving leaving) throws StoreException {
    this.table = tables.table(SHAPE);
    this.chunks = chunks;
    this.leaving = leaving;
  }

  /** Counts what the tables say. */
  public void begin() throws StoreException {
    table.range(
        new byte[Hash.BYTES],
        null,
        (name, offset, length, size, sizeOffset, sizeLength) -> {
          count(BigEndian.intAt(size, sizeOffset), 1);
          return true;
        });
  }

  private void count(int size, int sign) {
    here += size > 0 ? sign : 0;
    awaited += size > 0 ? 0 : sign;
    bytes += (long) sign * size;
  }

  /** Names whose chunks are here. */
  public int here() {
    return here;
  }

  /** Names whose chunks are not. */
  public int awaited() {
    return awaited;
  }

  /** Bytes of the chunks that are here. */
  public long bytes() {
    return bytes;
  }

  /** True if rows have changed since the tables were durable last. */
  public boolean takeDirty() {
    boolean was = dirty;
    dirty = false;
    return was;
  }

  /**
   * As {@link NeededChunks#take}.
   *
   * @param namesMax names that are remembered at most
   */
  public boolean take(byte[] after, byte[] names, int offset, int count, boolean last, int namesMax)
      throws StoreException {
    byte[] first = after == null ? new byte[Hash.BYTES] : above(after, 0);
    byte[] end = count == 0 ? null : above(names, offset + (count - 1) * Hash.BYTES);
    if (first != null && (last || count > 0)) {
      leaveOut(first, last ? null : end, names, offset, count);
    }
    boolean goesOn = true;
    for (int i = 0; i < count && goesOn; i++) {
      goesOn = add(names, offset + i * Hash.BYTES, namesMax);
      leaving.named(names, offset + i * Hash.BYTES);
    }
    return goesOn;
  }

  /** As {@link #take}, but what the list leaves out stays as it is, and counts as left out. */
  public boolean takeMore(byte[] names, int offset, int count, int namesMax) throws StoreException {
    boolean goesOn = true;
    for (int i = 0; i < count && goesOn; i++) {
      int at = offset + i * Hash.BYTES;
      boolean fresh = table.get(names, at, Hash.BYTES, value, 0) == Table.ABSENT;
      goesOn = add(names, at, namesMax);
      if (fresh && goesOn) {
        int size = Math.max(0, chunks.size(names, at));
        leaving.leftOut(Arrays.copyOfRange(names, at, at + Hash.BYTES), size);
      }
    }
    return goesOn;
  }

  /** The name that follows; null if there is none. */
  private static byte[] above(byte[] name, int offset) {
    byte[] above = Arrays.copyOfRange(name, offset, offset + Hash.BYTES);
    for (int i = Hash.BYTES - 1; i >= 0; i--) {
      if (++above[i] != 0) {
        return above;
      }
    }
    return null;
  }

  private void leaveOut(byte[] first, byte[] end, byte[] names, int offset, int count)
      throws StoreException {
    List<byte[]> gone = new ArrayList<>();
    Map<byte[], Integer> out = new LinkedHashMap<>();
    int[] at = {0};
    table.range(
        first,
        end,
        (name, nameOffset, length, size, sizeOffset, sizeLength) -> {
          int order = -1;
          while (at[0] < count && order < 0) {
            int listed = offset + at[0] * Hash.BYTES;
            order =
                Arrays.compareUnsigned(
                    names, listed, listed + Hash.BYTES, name, nameOffset, nameOffset + Hash.BYTES);
            at[0] += order < 0 ? 1 : 0;
          }
          byte[] copy =
              order == 0 ? null : Arrays.copyOfRange(name, nameOffset, nameOffset + Hash.BYTES);
          if (order != 0 && BigEndian.intAt(size, sizeOffset) == 0) {
            gone.add(copy);
          } else if (order != 0) {
            out.put(copy, BigEndian.intAt(size, sizeOffset));
          }
          return true;
        });
    for (byte[] name : gone) {
      forget(name);
    }
    for (Map.Entry<byte[], Integer> each : out.entrySet()) {
      leaving.leftOut(each.getKey(), each.getValue());
    }
  }

  /** Remembers a name no more; its owner removes the chunk, if it is here. */
  public void forget(byte[] name) throws StoreException {
    leaving.forgotten(name);
    if (table.get(name, 0, Hash.BYTES, value, 0) != Table.ABSENT) {
      count(BigEndian.intAt(value, 0), -1);
      table.delete(name, 0, Hash.BYTES);
      dirty = true;
    }
  }

  /** A chunk of this name is needed, too; unless there are so many names already. */
  public void need(byte[] name, int offset, int namesMax) throws StoreException {
    add(name, offset, namesMax);
  }

  private boolean add(byte[] names, int offset, int namesMax) throws StoreException {
    int size = Math.max(0, chunks.size(names, offset));
    boolean fresh = table.get(names, offset, Hash.BYTES, value, 0) == Table.ABSENT;
    if (fresh && here + awaited >= namesMax) {
      return false;
    }
    if (fresh || BigEndian.intAt(value, 0) != size) {
      count(fresh ? 0 : BigEndian.intAt(value, 0), fresh ? 0 : -1);
      put(names, offset, size);
    }
    return true;
  }

  private void put(byte[] name, int offset, int size) throws StoreException {
    BigEndian.putInt(value, 0, size);
    table.put(name, offset, Hash.BYTES, value, 0, Integer.BYTES);
    count(size, 1);
    dirty = true;
  }

  /** True if the chunk of the 32 bytes at {@code name[offset]} is awaited. */
  public boolean awaits(byte[] name, int offset) throws StoreException {
    return awaited > 0
        && table.get(name, offset, Hash.BYTES, value, 0) != Table.ABSENT
        && BigEndian.intAt(value, 0) == 0;
  }

  /** A chunk of {@code size} bytes has come; nothing happens if it is not awaited. */
  public void arrived(Hash name, int size) throws StoreException {
    name.write(key, 0);
    if (awaits(key, 0)) {
      count(0, -1);
      put(key, 0, size);
      leaving.came(key, size);
    }
  }

  /**
   * Makes the rows agree with what lies here, after a run that may have ended between the two: a
   * chunk without a row is one that was left out.
   */
  public void mend(PrunableChunks held) throws StoreException {
    List<byte[]> rows = new ArrayList<>();
    table.range(
        new byte[Hash.BYTES],
        null,
        (name, offset, length, size, sizeOffset, sizeLength) -> {
          rows.add(Arrays.copyOfRange(name, offset, offset + Hash.BYTES));
          return true;
        });
    for (byte[] name : rows) {
      table.get(name, 0, Hash.BYTES, value, 0);
      int before = BigEndian.intAt(value, 0);
      int size = Math.max(0, held.size(name, 0));
      if (before != size) {
        count(before, -1);
        put(name, 0, size);
        leaving.came(name, size);
      }
    }
    held.names(
        (name, bytes) -> {
          if (table.get(name, 0, Hash.BYTES, value, 0) == Table.ABSENT) {
            put(name, 0, (int) bytes);
            leaving.leftOut(name.clone(), (int) bytes);
          }
        });
  }

  /** Tells up to {@code most} names whose chunks are not here. */
  public void want(int most, Consumer<Hash> wanted) throws StoreException {
    int[] left = {most};
    next = null;
    if (awaited == 0 || most == 0) {
      return;
    }
    byte[] begin = from;
    from = null;
    table.range(
        begin,
        null,
        (name, offset, length, size, sizeOffset, sizeLength) -> {
          if (BigEndian.intAt(size, sizeOffset) > 0) {
            return true;
          }
          if (from == null) {
            from = Arrays.copyOfRange(name, offset, offset + Hash.BYTES);
          }
          if (left[0]-- == 0) {
            next = Arrays.copyOfRange(name, offset, offset + Hash.BYTES);
            return false;
          }
          wanted.accept(Hash.of(name, offset));
          return true;
        });
    from = from == null ? begin : from;
  }

  /** Some link may have what none had before: every name is wanted once more. */
  public void again() {
    wraps = wraps || !Arrays.equals(from, new byte[Hash.BYTES]);
  }

  /** True if {@link #advance} would find other names to want. */
  public boolean goesOn() {
    return awaited > 0 && (next != null || wraps);
  }

  /** Nobody here has what is wanted: goes on to the names behind. */
  public void advance() {
    if (next != null) {
      from = next;
    } else if (wraps) {
      from = new byte[Hash.BYTES];
      wraps = false;
    }
  }

  /** Forgets every name. */
  public void clear() throws StoreException {
    List<byte[]> all = new ArrayList<>();
    table.range(
        new byte[Hash.BYTES],
        null,
        (name, offset, length, size, sizeOffset, sizeLength) -> {
          all.add(Arrays.copyOfRange(name, offset, offset + Hash.BYTES));
          return true;
        });
    for (byte[] name : all) {
      forget(name);
    }
    next = null;
  }
}
