package dev.latticenano.core.dag;

import dev.latticenano.core.bytes.LittleEndian;
import dev.latticenano.core.intention.Hash;
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
  static final int SIGHT_BYTES = 72;
  static final int BASE_BYTES = 60;
  static final int MARKED_BYTES = 36;
  static final int BASE_BYTES_WITH_HOLES = 72;

  /** The last word of a base that comes from elsewhere: of what lies before only some stays. */
  static final long RESTORED = 1;

  private final Parts parts;
  private final IntList authors = new IntList();
  private final IntList heights = new IntList();
  private final IntList settled = new IntList();
  private final IntList marked = new IntList();
  private final int[] counts = new int[17];
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
        || kind == LogRecord.STAYING
        || kind == LogRecord.SIGHTS
        || kind == LogRecord.MARKED
        || kind == LogRecord.BASE;
  }

  void clear() {
    begun = false;
    firstPosition = -1;
    lastPosition = -1;
    counts[LogRecord.RETAINED] = 0;
  }

  /** Takes the next record about a base. */
  void take(long position, int kind, byte[] bytes, int offset, int length) throws StoreException {
    if (kind == LogRecord.BASE_BEGIN) {
      begin(position);
    } else if (begun) {
      switch (kind) {
        case LogRecord.PRUNE_MARK -> marks(bytes, offset, length);
        case LogRecord.GHOSTS -> ghosts(bytes, offset, length);
        case LogRecord.RETAINED -> counts[kind] += length / RETAINED_BYTES;
        case LogRecord.STAYING -> staying(bytes, offset, length);
        case LogRecord.SIGHTS -> sights(bytes, offset, length);
        case LogRecord.MARKED -> marked(bytes, offset, length);
        default -> end(position, bytes, offset, length);
      }
    }
  }

  private void begin(long position) throws StoreException {
    begun = true;
    beginPosition = position;
    Arrays.fill(counts, 0);
    authors.clear();
    heights.clear();
    settled.clear();
    marked.clear();
    parts.floors.holes().begin();
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
      settled.add(height - LittleEndian.intAt(bytes, at + 68));
      counts[LogRecord.PRUNE_MARK]++;
    }
  }

  private void ghosts(byte[] bytes, int offset, int length) throws StoreException {
    for (int at = offset; at + GHOST_BYTES <= offset + length; at += GHOST_BYTES) {
      int author = parts.authors.findOrAdd(bytes, at);
      int height = LittleEndian.intAt(bytes, at + 64);
      ghost(author, height, LittleEndian.intAt(bytes, at + 68), bytes, at + 32);
      counts[LogRecord.GHOSTS]++;
    }
  }

  private int ghost(int author, int height, int generation, byte[] bytes, int at)
      throws StoreException {
    int row = parts.names.find(bytes, at);
    if (row == Rows.NONE && empty) {
      byte[] hash = Arrays.copyOfRange(bytes, at, at + 32);
      row = parts.rows.add(hash, Floors.NOWHERE, 0, author, height, generation);
      parts.names.addName(row, hash);
      parts.chain.put(author, height, row);
    }
    if (row != Rows.NONE) {
      parts.floors.ghost(row, bytes, at);
    }
    return row;
  }

  private void staying(byte[] bytes, int offset, int length) throws StoreException {
    for (int at = offset; at + GHOST_BYTES <= offset + length; at += GHOST_BYTES) {
      int row = parts.names.find(bytes, at + 32);
      if (row != Rows.NONE) {
        parts.floors.holes().keep(row);
      } else if (empty) {
        int author = parts.authors.findOrAdd(bytes, at);
        int height = LittleEndian.intAt(bytes, at + 64);
        int generation = LittleEndian.intAt(bytes, at + 68);
        Holes.Place place = new Holes.Place(author, height, generation);
        parts.floors.holes().await(Hash.of(bytes, at + 32), place);
      }
      counts[LogRecord.STAYING]++;
    }
  }

  // What they say is so whether the base comes to stand or not.
  private void sights(byte[] bytes, int offset, int length) throws StoreException {
    for (int at = offset; at + SIGHT_BYTES <= offset + length; at += SIGHT_BYTES) {
      int author = parts.authors.findOrAdd(bytes, at);
      int other = parts.authors.findOrAdd(bytes, at + 36);
      int height = LittleEndian.intAt(bytes, at + 32);
      parts.reach.cite(author, other, height, LittleEndian.intAt(bytes, at + 68));
      counts[LogRecord.SIGHTS]++;
    }
  }

  private void marked(byte[] bytes, int offset, int length) {
    for (int at = offset; at + MARKED_BYTES <= offset + length; at += MARKED_BYTES) {
      marked.add(parts.authors.findOrAdd(bytes, at));
      marked.add(LittleEndian.intAt(bytes, at + 32));
      counts[LogRecord.MARKED]++;
    }
  }

  private void end(long position, byte[] bytes, int offset, int length) throws StoreException {
    begun = false;
    if (!isWhole(bytes, offset, length, counts)) {
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
      parts.floors.raise(authors.at(i), heights.at(i), settled.at(i));
    }
    for (int i = 0; i < marked.count(); i += 2) {
      parts.floors.mark(marked.at(i), marked.at(i + 1));
    }
    parts.floors.rise(firstPosition);
    parts.ancestry.forgetNear();
    parts.shown.risen();
  }

  private static boolean isWhole(byte[] bytes, int offset, int length, int[] counts) {
    boolean holes = length == BASE_BYTES_WITH_HOLES;
    return (holes || length == BASE_BYTES)
        && LittleEndian.intAt(bytes, offset + 40) == counts[LogRecord.PRUNE_MARK]
        && LittleEndian.intAt(bytes, offset + 44) == counts[LogRecord.GHOSTS]
        && LittleEndian.intAt(bytes, offset + 48) == counts[LogRecord.RETAINED]
        && (holes ? LittleEndian.intAt(bytes, offset + 60) : 0) == counts[LogRecord.STAYING]
        && (holes ? LittleEndian.intAt(bytes, offset + 64) : 0) == counts[LogRecord.SIGHTS]
        && (holes ? LittleEndian.intAt(bytes, offset + 68) : 0) == counts[LogRecord.MARKED];
  }

  /**
   * Takes the last whole base of a log into an empty DAG; the log can then be read from its
   * beginning, as far as {@link #isVoid} does not say otherwise.
   */
  void takeLast(Store log) throws StoreException {
    long[] found = {-1, -1, -1};
    int[] seen = new int[counts.length];
    log.scan(
        0,
        (position, kind, bytes, offset, length) -> {
          switch (kind) {
            case LogRecord.BASE_BEGIN -> {
              found[2] = position;
              Arrays.fill(seen, 0);
            }
            case LogRecord.PRUNE_MARK -> seen[kind] += length / MARK_BYTES;
            case LogRecord.GHOSTS, LogRecord.STAYING -> seen[kind] += length / GHOST_BYTES;
            case LogRecord.RETAINED -> seen[kind] += length / RETAINED_BYTES;
            case LogRecord.SIGHTS -> seen[kind] += length / SIGHT_BYTES;
            case LogRecord.MARKED -> seen[kind] += length / MARKED_BYTES;
            case LogRecord.BASE -> {
              if (found[2] >= 0 && isWhole(bytes, offset, length, seen)) {
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
      Arrays.sort(kept, 0, counts[LogRecord.RETAINED]);
      taking = false;
    }
  }

  private void keep(byte[] bytes, int offset, int length) {
    int count = length / RETAINED_BYTES;
    int retained = counts[LogRecord.RETAINED];
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
        && Arrays.binarySearch(kept, 0, counts[LogRecord.RETAINED], position) < 0;
  }

  /** The log has been read: what a rebuild needed is forgotten. */
  void settle() {
    kept = new long[16];
    lastPosition = -1;
  }
}
