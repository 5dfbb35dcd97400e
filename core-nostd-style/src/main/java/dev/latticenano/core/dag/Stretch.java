package dev.latticenano.core.dag;

import dev.latticenano.core.bytes.LittleEndian;

/**
 * {@value #ROWS} neighbouring rows of the witness order as bytes (docs/storage.md §13): who wrote
 * each, and which rows it cites. Little-endian, lowest bits first:
 *
 * <pre>
 *  0  rows        2   up to 1536
 *  2  back        1   how many stretches back the last tops lie that were kept
 *  3  authorBits  1   0, 1, 2, 4 or 8
 *  4  first       1   code of author 0; 1: some rows are not told and have the code 0
 *  5  citeBits    1   bits of a distance
 *  6  far         2   citations whose distance is told at the end
 *  8  authors         rows × authorBits: codes, filled up to a byte
 *     counts          of each row as many ones as it cites others, a zero; filled up to a byte
 *     distances       of each citation how many rows back, filled up to a byte; 0: it is far
 *     fars            of each: number of the citation 2 ‖ distance 4
 * </pre>
 *
 * Is a cursor as well, which goes from row to row backwards. Allocates nothing.
 */
final class Stretch {
  /** Rows of a stretch, a multiple of 64. */
  static final int ROWS = 1024;

  /** Authors that a stretch may have. */
  static final int AUTHORS_MAX = 255;

  /** Citations that a stretch may have. */
  static final int CITATIONS_MAX = 8192;

  /** A row of which nothing is told. */
  static final int UNTOLD = -1;

  /** A distance above this is far. */
  static final int NEAR_MAX = 4095;

  /** Citations of a stretch that may be far. */
  static final int FAR_MAX = 256;

  static final int HEAD_BYTES = 8;
  static final int FAR_BYTES = 6;

  /** Bytes at most, with those that are read behind. */
  static final int ROOM =
      HEAD_BYTES
          + ROWS
          + (ROWS + CITATIONS_MAX + 7) / 8
          + CITATIONS_MAX * 12 / 8
          + FAR_MAX * FAR_BYTES
          + Bits.BEHIND;

  private byte[] authors;
  private int authorsAt;
  private int authorBits;
  private int first;
  private byte[] counts;
  private int countsAt;
  private byte[] distances;
  private int distancesAt;
  private int citeBits;
  private int farAt;
  private int far;
  private int rows;
  private int back;
  // Of the row looked at: the zero that ends its count.
  private int zero;

  /** Looks at bytes; they are sound. */
  void wrap(byte[] bytes) {
    rows = LittleEndian.shortAt(bytes, 0);
    back = bytes[2] & 0xFF;
    authorBits = bytes[3];
    first = bytes[4];
    citeBits = bytes[5];
    far = LittleEndian.shortAt(bytes, 6);
    authors = bytes;
    authorsAt = HEAD_BYTES;
    counts = bytes;
    countsAt = authorsAt + (rows * authorBits + 7) / 8;
    distances = bytes;
    zero = rows == 0 ? -1 : Bits.zero(counts, countsAt, rows - 1);
    distancesAt = countsAt + (zero + 8) / 8;
    farAt = distancesAt + ((zero + 1 - rows) * citeBits + 7) / 8;
  }

  /** Looks at a stretch that still grows: a byte a code, where 1 is author 0; four a distance. */
  void wrapOpen(byte[] codes, byte[] openCounts, byte[] openDistances, int openRows, int openBack) {
    rows = openRows;
    back = openBack;
    authorBits = 8;
    first = 1;
    citeBits = Integer.SIZE;
    far = 0;
    authors = codes;
    authorsAt = 0;
    counts = openCounts;
    countsAt = 0;
    distances = openDistances;
    distancesAt = 0;
  }

  int rows() {
    return rows;
  }

  /** How many stretches back the last tops lie that were kept. */
  int back() {
    return back;
  }

  /** Who wrote the row at a place, or {@link #UNTOLD}. */
  int author(int place) {
    int bit = place * authorBits;
    int code = (authors[authorsAt + (bit >>> 3)] & 0xFF) >>> (bit & 7) & (1 << authorBits) - 1;
    return code - first;
  }

  /** Looks at the row at a place: {@link #step} is of it. */
  void seek(int place) {
    zero = Bits.zero(counts, countsAt, place);
  }

  /** How many the row at {@code place}, which is looked at, cites; looks at the one before. */
  int step(int place) {
    int end = zero--;
    while (zero >= 0 && (counts[countsAt + (zero >>> 3)] >>> (zero & 7) & 1) != 0) {
      zero--;
    }
    return end - 1 - zero;
  }

  /** Number of the first citation of the row at {@code place}, which was looked at last. */
  int citation(int place) {
    return zero + 1 - place;
  }

  /** How many rows back a citation reaches. */
  int distance(int citation) {
    int near = Bits.at(distances, 8L * distancesAt + (long) citation * citeBits, citeBits);
    for (int i = 0; near == 0 && i < far; i++) {
      int at = farAt + i * FAR_BYTES;
      boolean here = LittleEndian.shortAt(distances, at) == citation;
      near = here ? LittleEndian.intAt(distances, at + 2) : 0;
    }
    return near;
  }
}
