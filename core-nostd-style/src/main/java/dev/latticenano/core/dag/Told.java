package dev.latticenano.core.dag;

import dev.latticenano.core.bytes.BigEndian;
import dev.latticenano.core.bytes.LittleEndian;
import dev.latticenano.core.store.StoreException;
import java.util.Arrays;

/**
 * Names of what lies below a floor, as others tell them: intentions above the floors cite more than
 * a snapshot names, and whoever has such an intention has the name, too. A name is believed only if
 * something here waits for it, and if it lies at or below the floor of its author; then it
 * satisfies whoever cites it, and nothing else follows from it. What was told is forgotten when the
 * tables are made anew, and asked for again.
 */
public final class Told {
  /** Bytes of a name as it travels: author 32, hash 32, height u32 big-endian. */
  public static final int NAME_BYTES = 68;

  private final Parts parts;
  private final byte[] record = new byte[Bases.GHOST_BYTES];
  private int unused;
  private long moves;

  Told(Parts parts) {
    this.parts = parts;
  }

  /**
   * Writes hashes that are cited here and known by nobody here to {@code out}, from the {@code
   * from}-th on.
   *
   * @return how many, at most {@code most}
   */
  public int missing(int from, int most, byte[] out) {
    int count = 0;
    int passed = 0;
    for (int handle = 0; handle < parts.waiting.bound() && count < most; handle++) {
      if (parts.waiting.isAwaited(handle)) {
        parts.waiting.copyName(handle, out, 32 * count);
        boolean shown = !Unseen.isPlace(out, 32 * count) && passed++ >= from;
        count += shown ? 1 : 0;
      }
    }
    return count;
  }

  /**
   * Somebody tells that an intention of this author, hash and height is gone.
   *
   * @return true if it is believed, and helps
   */
  public boolean take(
      byte[] key, int keyOffset, byte[] hash, int hashOffset, int height, long nowMs)
      throws StoreException {
    int author = parts.authors.find(key, keyOffset);
    int handle = parts.waiting.find(hash, hashOffset);
    boolean asked = handle != Rows.NONE && parts.waiting.isAwaited(handle);
    boolean gone = author != Rows.NONE && height >= 1 && parts.floors.isBelow(author, height);
    if (!asked || !gone || parts.names.find(hash, hashOffset) != Rows.NONE) {
      return false;
    }
    System.arraycopy(key, keyOffset, record, 0, 32);
    System.arraycopy(hash, hashOffset, record, 32, 32);
    LittleEndian.putInt(record, 64, height);
    LittleEndian.putInt(record, 68, height);
    if (row(author, height, record, 32) == Rows.NONE) {
      return false;
    }
    parts.log.append(LogRecord.TOLD, record, 0, record.length);
    name(record, 0);
    parts.intake.told(record, 32, nowMs);
    return true;
  }

  /** Takes a record of the log. */
  void replay(byte[] bytes, int offset, int length) throws StoreException {
    if (length == Bases.GHOST_BYTES && parts.floors.any() && name(bytes, offset)) {
      parts.intake.told(bytes, offset + 32);
    }
  }

  /** False if there is no row for the name: then whoever waits for it goes on waiting. */
  private boolean name(byte[] bytes, int at) throws StoreException {
    int author = parts.authors.find(bytes, at);
    int height = LittleEndian.intAt(bytes, at + 64);
    int row = author == Rows.NONE ? Rows.NONE : row(author, height, bytes, at + 32);
    if (row == Rows.NONE) {
      return false;
    }
    byte[] hash = Arrays.copyOfRange(bytes, at + 32, at + 64);
    boolean again = parts.sieved.told(row, author, height);
    if (!parts.rows.has(row)) {
      parts.rows.put(row, author, height, LittleEndian.intAt(bytes, at + 68));
      // What had this number before had seen something else.
      parts.ancestry.forgetNear();
    } else if (parts.sieved.isPastRecords()) {
      parts.rows.move(row, Floors.NOWHERE);
    }
    if (again || !parts.names.isNamed(row, hash)) {
      parts.names.addName(row, hash);
    }
    if (parts.ancestry.lower(author, height) == Rows.NONE && height < parts.floors.of(author)) {
      parts.chain.put(author, height, row);
    }
    parts.floors.ghostNow(row, hash, 0);
    return true;
  }

  /** The row that the name has or may have: one that something below the floors had. */
  private int row(int author, int height, byte[] bytes, int at) throws StoreException {
    int dropped = parts.names.findDropped(bytes, at);
    if (dropped == Rows.NONE) {
      dropped = parts.names.findDropped(author, height, bytes, at);
    }
    if (dropped != Rows.NONE) {
      return dropped;
    }
    if (moves != parts.rows.moves()) {
      moves = parts.rows.moves();
      unused = 0;
    }
    unused = parts.rows.nextAbsent(unused);
    return unused < parts.rows.count() ? unused : Rows.NONE;
  }

  /**
   * Writes the name of {@code row} to {@code out}.
   *
   * <pre>
   *  0 32 author
   * 32 32 hash
   * 64  4 height
   * </pre>
   */
  public void describe(int row, byte[] out, int offset) throws StoreException {
    parts.authors.copyKey(parts.rows.author(row), out, offset);
    parts.names.copyHash(row, out, offset + 32);
    BigEndian.putInt(out, offset + 64, parts.rows.height(row));
  }
}
