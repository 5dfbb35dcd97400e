package dev.latticenano.core.state;

import dev.latticenano.core.store.StoreException;
import dev.latticenano.core.store.Table;

/**
 * Values that are too large for the row of their key, in rows of their own of {@value #PIECE_BYTES}
 * bytes, the last one shorter. They belong to a head, and go with it. Allocates nothing after
 * construction.
 */
final class ValuePieces {
  /** Bytes of a piece: about a row of as many heads as a row holds. */
  static final int PIECE_BYTES = 16_384;

  private final Table table;
  private final RowKey row = new RowKey();

  ValuePieces(Table table) {
    this.table = table;
  }

  /** Writes the value of the head with the hash at {@code hash[hashOffset]}. */
  void put(
      byte[] key,
      int offset,
      int length,
      byte[] hash,
      int hashOffset,
      byte[] value,
      int valueOffset,
      int valueLength)
      throws StoreException {
    row.piece(key, offset, length, hash, hashOffset, 0);
    for (int n = 0; n < count(valueLength); n++) {
      int from = n * PIECE_BYTES;
      int bytes = Math.min(PIECE_BYTES, valueLength - from);
      table.put(row.piece(n).bytes(), 0, row.length(), value, valueOffset + from, bytes);
    }
  }

  /** Copies a value of {@code valueLength} bytes to {@code out}. */
  void read(
      byte[] key, int offset, int length, byte[] hash, int hashOffset, byte[] out, int valueLength)
      throws StoreException {
    row.piece(key, offset, length, hash, hashOffset, 0);
    int at = 0;
    for (int n = 0; n < count(valueLength); n++) {
      int read = table.get(row.piece(n).bytes(), 0, row.length(), out, at);
      if (read != Math.min(PIECE_BYTES, valueLength - at)) {
        throw new IllegalStateException("piece " + n + " of a value has " + read + " bytes");
      }
      at += read;
    }
  }

  /** Removes a value of {@code valueLength} bytes. */
  void delete(byte[] key, int offset, int length, byte[] hash, int hashOffset, int valueLength)
      throws StoreException {
    row.piece(key, offset, length, hash, hashOffset, 0);
    for (int n = 0; n < count(valueLength); n++) {
      table.delete(row.piece(n).bytes(), 0, row.length());
    }
  }

  private static int count(int valueLength) {
    return (valueLength + PIECE_BYTES - 1) / PIECE_BYTES;
  }
}
