package dev.latticenano.core.session;

import dev.latticenano.core.dag.IntList;

/**
 * The run that a store wrote last, for thousands of sessions to which the same is said: it is read
 * and encoded once, and sealed for each of them. Takes room as long runs need, at most {@link
 * #BYTES_MAX}; allocates nothing after it has grown.
 */
final class RunCopy {
  /** Bytes of a run that is kept. */
  static final int BYTES_MAX = 16_384;

  private static final byte[] NONE = {};

  private final IntList rows = new IntList();
  private byte[] bytes = NONE;
  private int length;
  private boolean alone;
  private long version = -1;

  /** The run of all rows from {@code from} to {@code to} was written, when the set was so old. */
  void keep(
      IntList ofRows,
      int from,
      int to,
      boolean isAlone,
      long atVersion,
      byte[] run,
      int at,
      int n) {
    version = -1;
    if (n > BYTES_MAX || to == from) {
      return;
    }
    rows.clear();
    for (int i = from; i < to; i++) {
      rows.add(ofRows.at(i));
    }
    if (bytes.length < n) {
      bytes = new byte[Math.min(BYTES_MAX, Math.max(n, 2 * bytes.length))];
    }
    System.arraycopy(run, at, bytes, 0, n);
    length = n;
    alone = isAlone;
    version = atVersion;
  }

  /** Bytes of the run of just these rows, if it is the one that is kept; 0 if it is not. */
  int find(IntList ofRows, int from, int to, boolean isAlone, long atVersion) {
    boolean may = atVersion == version && isAlone == alone && to - from == rows.count();
    for (int i = 0; may && i < rows.count(); i++) {
      may = rows.at(i) == ofRows.at(from + i);
    }
    return may ? length : 0;
  }

  /** Writes what {@link #find} found. */
  void write(byte[] out, int offset) {
    System.arraycopy(bytes, 0, out, offset, length);
  }
}
