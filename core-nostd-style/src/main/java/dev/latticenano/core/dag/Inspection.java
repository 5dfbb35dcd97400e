package dev.latticenano.core.dag;

import dev.latticenano.core.Limits;
import dev.latticenano.core.bytes.BigEndian;
import dev.latticenano.core.store.StoreException;

/**
 * What only people ask of a {@link Dag}: whose hash begins so, and what floats. Cold; a view that
 * keeps nothing but a buffer.
 */
public final class Inspection {
  /** Bytes of a hash by which the tables find its row. */
  public static final int PREFIX_BYTES = 8;

  private static final int ROW_BYTES = 4;

  private final Parts parts;
  private final byte[] signed = new byte[Limits.RECORD_BYTES_MAX];

  /** Looks into {@code dag}, which goes on living. */
  public Inspection(Dag dag) {
    parts = dag.parts;
  }

  /**
   * Replaces {@code out} by rows whose hashes begin with anything from {@code least} to {@code
   * greatest}, both inclusive and of {@link #PREFIX_BYTES}; by {@code max} of them if there are
   * more.
   */
  public void rowsBetween(byte[] least, byte[] greatest, int max, IntList out)
      throws StoreException {
    out.clear();
    byte[] from = new byte[PREFIX_BYTES + ROW_BYTES];
    byte[] to = new byte[PREFIX_BYTES + ROW_BYTES];
    System.arraycopy(least, 0, from, 0, PREFIX_BYTES);
    System.arraycopy(greatest, 0, to, 0, PREFIX_BYTES);
    // Rows are below 2^31.
    to[PREFIX_BYTES] = (byte) 0x80;
    parts.tables.hash.range(
        from,
        to,
        (key, keyOffset, keyLength, value, valueOffset, valueLength) -> {
          int row = BigEndian.intAt(key, keyOffset + PREFIX_BYTES);
          if (!parts.names.isDropped(row)) {
            out.add(row);
          }
          return out.count() < max;
        });
  }

  /** Shows {@code reader} the intentions that float, in no particular order. */
  public void floating(Reader reader) throws StoreException {
    for (int handle = 0; handle < parts.waiting.bound(); handle++) {
      if (parts.waiting.isFloating(handle)) {
        int length = parts.waiting.length(handle);
        parts.log.read(parts.waiting.position(handle), signed, 0);
        if (!reader.intention(signed, 0, length)) {
          return;
        }
      }
    }
  }

  /** Receives signed intentions. */
  public interface Reader {
    /** One of them, lent for the call. Return false to stop. */
    boolean intention(byte[] bytes, int offset, int length) throws StoreException;
  }
}
