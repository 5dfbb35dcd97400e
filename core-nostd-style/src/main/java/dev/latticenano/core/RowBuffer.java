package dev.latticenano.core;

import dev.latticenano.core.dag.Dag;
import dev.latticenano.core.store.StoreException;
import java.util.Arrays;

/**
 * Room for one signed intention read back from a log, for all stores of a node. Begins small and
 * grows to what is read; of more than {@value #KEPT_BYTES} bytes the rest is given back as soon as
 * something smaller is read. Allocates nothing while what is read fits.
 */
final class RowBuffer {
  /** Bytes that most intentions fit in. */
  static final int FIRST_BYTES = 4096;

  /** Bytes that are not given back. */
  static final int KEPT_BYTES = 65_536;

  private byte[] bytes = new byte[FIRST_BYTES];

  /** Where the intention read last begins at 0; lent until the next is read. */
  byte[] bytes() {
    return bytes;
  }

  /**
   * Reads {@code row} of {@code dag}; returns its length.
   *
   * @throws StoreException as {@link Dag#read}
   */
  int read(Dag dag, int row) throws StoreException {
    int length = dag.read(row, bytes, 0);
    if (length < 0) {
      int doubled = Math.min(2 * bytes.length, KEPT_BYTES);
      bytes = new byte[Math.max(doubled, -length)];
      return dag.read(row, bytes, 0);
    }
    if (bytes.length > KEPT_BYTES && length <= KEPT_BYTES) {
      bytes = Arrays.copyOf(bytes, KEPT_BYTES);
    }
    return length;
  }

  /** As {@link #read}; −1 if the record is damaged. */
  int readSound(Dag dag, int row) throws StoreException {
    try {
      return dag.isLost(row) ? -1 : read(dag, row);
    } catch (StoreException e) {
      if (dag.isLost(row)) {
        return -1;
      }
      throw e;
    }
  }
}
