package dev.latticenano.core.dag;

import dev.latticenano.core.bytes.BigEndian;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.core.store.Table;

/**
 * Who cites whom, and how high, along each author's chain. Only what an author cites itself is
 * kept, and only where its past did not hold it already; what follows from it is worked out ({@link
 * ExactVector}). Allocates nothing.
 *
 * <pre>
 * key    author 2 ‖ own height u32 ‖ other author 2
 * value  height cited u32
 * </pre>
 */
final class Reach {
  /** No height is so great. */
  static final int NEVER = Integer.MAX_VALUE;

  private static final int KEY_BYTES = DagTables.REACH.keyBytes();

  private final Table table;
  private final byte[] key = new byte[KEY_BYTES];
  private final byte[] to = new byte[KEY_BYTES];
  private final byte[] value = new byte[4];
  private final Table.Reader reader = this::show;
  private Citations citations;

  Reach(Table table) {
    this.table = table;
  }

  /** Receives what an author cites. */
  interface Citations {
    /** At {@code height}, the author cites {@code other} at {@code cited}; false to stop. */
    boolean citation(int height, int other, int cited);
  }

  /** At {@code height}, {@code author} cites {@code other} at {@code cited}, or higher. */
  void cite(int author, int other, int height, int cited) throws StoreException {
    putKey(key, author, height, other);
    int length = table.get(key, 0, key.length, value, 0);
    if (length == Table.ABSENT || BigEndian.intAt(value, 0) < cited) {
      BigEndian.putInt(value, 0, cited);
      table.put(key, 0, key.length, value, 0, value.length);
    }
  }

  /** Shows what {@code author} cites above height {@code above}, up to height {@code last}. */
  void scan(int author, int above, int last, Citations sink) throws StoreException {
    if (above < last) {
      putKey(key, author, above + 1, 0);
      putKey(to, author, last + 1, 0);
      citations = sink;
      table.range(key, to, reader);
    }
  }

  /** Forgets what {@code author} cites up to height {@code last}, but at wanted heights. */
  void remove(int author, int last, Chain.Wanted wanted) throws StoreException {
    IntList found = new IntList();
    scan(
        author,
        0,
        last,
        (height, other, cited) -> {
          found.add(height);
          found.add(other);
          return true;
        });
    int height = 0;
    boolean isWanted = false;
    for (int i = 0; i < found.count(); i += 2) {
      isWanted = found.at(i) == height ? isWanted : wanted.isWanted(author, found.at(i));
      height = found.at(i);
      if (isWanted) {
        continue;
      }
      putKey(key, author, found.at(i), found.at(i + 1));
      table.delete(key, 0, key.length);
    }
  }

  private boolean show(
      byte[] bytes, int offset, int length, byte[] cited, int citedOffset, int citedLength) {
    return citations.citation(
        BigEndian.intAt(bytes, offset + 2),
        BigEndian.shortAt(bytes, offset + 6),
        BigEndian.intAt(cited, citedOffset));
  }

  private static void putKey(byte[] out, int author, int height, int other) {
    BigEndian.putShort(out, 0, author);
    BigEndian.putInt(out, 2, height);
    BigEndian.putShort(out, 6, other);
  }
}
