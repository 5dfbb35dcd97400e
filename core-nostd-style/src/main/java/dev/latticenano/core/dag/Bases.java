package dev.latticenano.core.dag;

import dev.latticenano.core.bytes.LittleEndian;
import dev.latticenano.core.store.IdSum;
import dev.latticenano.core.store.Store;
import dev.latticenano.core.store.StoreException;
import java.util.Arrays;

/**
 * Takes bases from records of the log into tables and heap: the floors of all authors and all
 * ghosts, between a first record and a last. Only with the last does a base stand; what came before
 * it changes no answer. Of several the last that is whole counts.
 */
final class Bases {
  static final int MARK_BYTES = 88;
  static final int GHOST_BYTES = 72;
  static final int RETAINED_BYTES = 8;
  static final int BASE_BYTES = 60;

  /** The last word of a base that comes from elsewhere: of what lies before only some stays. */
  static final long RESTORED = 1;

  private final Parts parts;
  private final IntList authors = new IntList();
  private final IntList heights = new IntList();
  private int marks;
  private int ghosts;
  private int retained;
  private boolean begun;
  private boolean empty;
  private boolean taking;
  private long firstPosition = -1;
  private long lastPosition = -1;
  private long beginPosition;
  private long[] kept = new long[16];

  Bases(Parts parts) {
    this.parts = parts;
  }

  /** True if records of this kind are about a base. */
  static boolean isBase(int kind) {
    return kind == LogRecord.BASE_BEGIN
        || kind == LogRecord.PRUNE_MARK
        || kind == LogRecord.GHOSTS
        || kind == LogRecord.RETAINED
        || kind == LogRecord.BASE;
  }

  void clear() {
    begun = false;
    firstPosition = -1;
    lastPosition = -1;
    retained = 0;
  }

  /** Takes the next record about a base. */
  void take(long position, int kind, byte[] bytes, int offset, int length) throws StoreException {
    if (kind == LogRecord.BASE_BEGIN) {
      begin(position);
    } else if (begun) {
      switch (kind) {
        case LogRecord.PRUNE_MARK -> marks(bytes, offset, length);
        case LogRecord.GHOSTS -> ghosts(bytes, offset, length);
        case LogRecord.RETAINED -> retained += length / RETAINED_BYTES;
        default -> end(position, bytes, offset, length);
      }
    }
  }

  private void begin(long position) {
    begun = true;
    beginPosition = position;
    marks = 0;
    ghosts = 0;
    retained = 0;
    authors.clear();
    heights.clear();
    empty = parts.rows.count() == 0;
  }

  private void marks(byte[] bytes, int offset, int length) throws StoreException {
    for (int at = offset; at + MARK_BYTES <= offset + length; at += MARK_BYTES) {
      int author = parts.authors.findOrAdd(bytes, at);
      int height = LittleEndian.intAt(bytes, at + 64);
      int generation = LittleEndian.intAt(bytes, at + 72);
      int row = ghost(author, height, generation, bytes, at + 32);
      if (empty) {
        long wallMs = LittleEndian.longAt(bytes, at + 76);
        int counter = LittleEndian.intAt(bytes, at + 84);
        parts.authors.stand(author, height, row, bytes, at + 32, generation, wallMs, counter);
        parts.order.stand(row, wallMs, counter);
      }
      authors.add(author);
      heights.add(height);
      marks++;
    }
  }

  private void ghosts(byte[] bytes, int offset, int length) throws StoreException {
    for (int at = offset; at + GHOST_BYTES <= offset + length; at += GHOST_BYTES) {
      int author = parts.authors.findOrAdd(bytes, at);
      int height = LittleEndian.intAt(bytes, at + 64);
      ghost(author, height, LittleEndian.intAt(bytes, at + 68), bytes, at + 32);
      ghosts++;
    }
  }

  private int ghost(int author, int height, int generation, byte[] bytes, int at)
      throws StoreException {
    int row = parts.names.find(bytes, at);
    if (row == Rows.NONE && empty) {
      byte[] hash = Arrays.copyOfRange(bytes, at, at + 32);
      row = parts.rows.add(hash, Floors.NOWHERE, 0, author, height, generation);
      parts.names.addName(row, hash);
    }
    if (row != Rows.NONE) {
      parts.floors.ghost(row, bytes, at);
    }
    return row;
  }

  private void end(long position, byte[] bytes, int offset, int length) throws StoreException {
    begun = false;
    if (!isWhole(bytes, offset, length, marks, ghosts, retained)) {
      return;
    }
    if (!taking && LittleEndian.longAt(bytes, offset + 52) == RESTORED) {
      throw new StoreException(
          StoreException.Kind.CORRUPT, "the store was restored from a snapshot", null);
    }
    firstPosition = beginPosition;
    lastPosition = position;
    if (empty) {
      IdSum sum = new IdSum();
      sum.read(bytes, offset);
      parts.order.stand(sum);
      parts.rows.stand((int) sum.count());
    }
    for (int i = 0; i < authors.count(); i++) {
      parts.floors.raise(authors.at(i), heights.at(i));
    }
    parts.floors.rise(firstPosition);
    parts.ancestry.forgetNear();
  }

  private static boolean isWhole(
      byte[] bytes, int offset, int length, int marks, int ghosts, int retained) {
    return length == BASE_BYTES
        && LittleEndian.intAt(bytes, offset + 40) == marks
        && LittleEndian.intAt(bytes, offset + 44) == ghosts
        && LittleEndian.intAt(bytes, offset + 48) == retained;
  }

  /**
   * Takes the last whole base of a log into an empty DAG; the log can then be read from its
   * beginning, as far as {@link #isVoid} does not say otherwise.
   */
  void takeLast(Store log) throws StoreException {
    long[] found = {-1, -1, -1};
    int[] counts = new int[3];
    log.scan(
        0,
        (position, kind, bytes, offset, length) -> {
          switch (kind) {
            case LogRecord.BASE_BEGIN -> {
              found[2] = position;
              Arrays.fill(counts, 0);
            }
            case LogRecord.PRUNE_MARK -> counts[0] += length / MARK_BYTES;
            case LogRecord.GHOSTS -> counts[1] += length / GHOST_BYTES;
            case LogRecord.RETAINED -> counts[2] += length / RETAINED_BYTES;
            case LogRecord.BASE -> {
              if (found[2] >= 0
                  && isWhole(bytes, offset, length, counts[0], counts[1], counts[2])) {
                found[0] = found[2];
                found[1] = position;
              }
            }
            default -> {}
          }
          return true;
        });
    if (found[0] >= 0) {
      taking = true;
      log.scan(
          found[0],
          (position, kind, bytes, offset, length) -> {
            if (isBase(kind)) {
              if (kind == LogRecord.RETAINED) {
                keep(bytes, offset, length);
              }
              take(position, kind, bytes, offset, length);
            }
            return position < found[1];
          });
      Arrays.sort(kept, 0, retained);
      taking = false;
    }
  }

  private void keep(byte[] bytes, int offset, int length) {
    int count = length / RETAINED_BYTES;
    if (retained + count > kept.length) {
      kept = Arrays.copyOf(kept, Math.max(retained + count, 2 * kept.length));
    }
    for (int i = 0; i < count; i++) {
      kept[retained + i] = LittleEndian.longAt(bytes, offset + RETAINED_BYTES * i);
    }
  }

  /**
   * Up to where tables that are made durable cover a log that was read up to {@code position}: a
   * base is read again from its beginning.
   */
  long covered(long position) {
    return begun ? beginPosition : position;
  }

  /** What is on its way, if anything, never became a base: an intention came. */
  void abandon() {
    begun = false;
  }

  /** True if the base that was taken last says all there is to say of this record. */
  boolean isVoid(long position, int kind) {
    if (position > lastPosition || isBase(kind)) {
      return position <= lastPosition;
    }
    boolean isIntention =
        kind == LogRecord.SIGNED_INTENTION || kind == LogRecord.WITNESSED_INTENTION;
    return isIntention
        && position < firstPosition
        && Arrays.binarySearch(kept, 0, retained, position) < 0;
  }

  /** The log has been read: what a rebuild needed is forgotten. */
  void settle() {
    kept = new long[16];
    lastPosition = -1;
  }
}
