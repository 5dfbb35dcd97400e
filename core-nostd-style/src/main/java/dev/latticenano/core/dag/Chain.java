package dev.latticenano.core.dag;

import dev.latticenano.core.bytes.BigEndian;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.core.store.Table;
import java.util.Arrays;

/**
 * The row at every height of every author's chain, {@value #BLOCK_HEIGHTS} heights a table row; the
 * block met last stays at hand. Above a fork it goes on saying what stood there when the fork was
 * found. Allocates nothing.
 *
 * <pre>
 * key    author 2 ‖ (height − 1) / 8 u32
 * value  8 rows u32; those not reached yet zero
 * </pre>
 */
final class Chain {
  static final int BLOCK_HEIGHTS = 8;
  private static final int VALUE_BYTES = 4 * BLOCK_HEIGHTS;

  private final Table table;
  private final byte[] key = new byte[6];
  private final byte[] value = new byte[VALUE_BYTES];
  private boolean held;

  Chain(Table table) {
    this.table = table;
  }

  /** Forgets what is at hand. */
  void clear() {
    held = false;
  }

  /** The row at {@code height}, from 1; the chain is as high. */
  int rowAt(int author, int height) throws StoreException {
    if (!hold(author, (height - 1) / BLOCK_HEIGHTS)) {
      throw new StoreException(
          StoreException.Kind.CORRUPT,
          "the tables lack height " + height + " of author " + author + "; delete them",
          null);
    }
    return BigEndian.intAt(value, 4 * ((height - 1) % BLOCK_HEIGHTS));
  }

  /** The row at {@code height}, above 1, or {@link Rows#NONE} if the chain is not known there. */
  int find(int author, int height) throws StoreException {
    if (!hold(author, (height - 1) / BLOCK_HEIGHTS)) {
      return Rows.NONE;
    }
    int row = BigEndian.intAt(value, 4 * ((height - 1) % BLOCK_HEIGHTS));
    return row == 0 ? Rows.NONE : row;
  }

  /** As {@link #find}, at any height; a row that is not reached yet, or swept, may be anything. */
  int findAny(int author, int height) throws StoreException {
    return hold(author, (height - 1) / BLOCK_HEIGHTS)
        ? BigEndian.intAt(value, 4 * ((height - 1) % BLOCK_HEIGHTS))
        : Rows.NONE;
  }

  void put(int author, int height, int row) throws StoreException {
    if (!hold(author, (height - 1) / BLOCK_HEIGHTS)) {
      Arrays.fill(value, (byte) 0);
    }
    BigEndian.putInt(value, 4 * ((height - 1) % BLOCK_HEIGHTS), row);
    table.put(key, 0, key.length, value, 0, VALUE_BYTES);
    held = true;
  }

  /** Which heights are wanted though they lie below a floor. */
  interface Wanted {
    boolean isWanted(int author, int height) throws StoreException;
  }

  /** Forgets the blocks of which every height is below {@code height} and none is wanted. */
  void remove(int author, int height, Wanted wanted) throws StoreException {
    IntList blocks = new IntList();
    byte[] from = new byte[key.length];
    byte[] to = new byte[key.length];
    BigEndian.putShort(from, 0, author);
    BigEndian.putShort(to, 0, author);
    BigEndian.putInt(to, 2, Math.max(0, (height - 1) / BLOCK_HEIGHTS));
    table.range(
        from,
        to,
        (bytes, offset, length, rows, rowsOffset, rowsLength) -> {
          blocks.add(BigEndian.intAt(bytes, offset + 2));
          return true;
        });
    for (int i = 0; i < blocks.count(); i++) {
      int first = blocks.at(i) * BLOCK_HEIGHTS + 1;
      boolean any = false;
      for (int at = first; at < first + BLOCK_HEIGHTS && !any; at++) {
        any = wanted.isWanted(author, at);
      }
      if (!any) {
        BigEndian.putShort(key, 0, author);
        BigEndian.putInt(key, 2, blocks.at(i));
        table.delete(key, 0, key.length);
        held = false;
      }
    }
  }

  private boolean hold(int author, int block) throws StoreException {
    if (held && BigEndian.shortAt(key, 0) == author && BigEndian.intAt(key, 2) == block) {
      return true;
    }
    held = false;
    BigEndian.putShort(key, 0, author);
    BigEndian.putInt(key, 2, block);
    held = table.get(key, 0, key.length, value, 0) != Table.ABSENT;
    return held;
  }
}
