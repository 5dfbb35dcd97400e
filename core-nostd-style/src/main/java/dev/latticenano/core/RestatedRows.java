package dev.latticenano.core;

import dev.latticenano.core.bytes.BigEndian;
import dev.latticenano.core.intention.AuthorId;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.core.store.Table;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What a node remembers of restatements, in the table {@code local}; numbers are big-endian:
 *
 * <pre>
 * "sa" ‖ author 32 ‖ height 4   a restatement that counts: its row 4 ‖ height of its mark 4, or 0
 * "sc" ‖ hash 32 ‖ row 4        nothing: the row cites this hash, which is below a floor
 * "sd" ‖ hash 32 ‖ row 4        nothing: the restatement of this row replaces what has not come yet
 * "sf" ‖ author 32              of what is at or below this height only a restatement tells: 4
 * "st"                          the height up to which this node last asked whether to restate: 4
 * "su"                          up to a height of its own chain 4 ‖ so many are kept 4
 * </pre>
 */
final class RestatedRows {
  private static final byte SPACE = 's';
  private static final int REMOVED_AT_ONCE = 4096;

  private final Table table;
  private final byte[] key = new byte[2 + AuthorId.BYTES + 4];
  private final byte[] value = new byte[8];

  RestatedRows(Table table) {
    this.table = table;
    key[0] = SPACE;
  }

  /** A restatement that counts; its mark's height, or 0. */
  record Said(int height, int row, int mark) {}

  /** State begins anew: forgets what was learnt from the log. */
  void startOver() throws StoreException {
    remove('a');
    remove('c');
    remove('d');
    remove('f');
    remove('u');
  }

  private void remove(char kind) throws StoreException {
    byte[] from = {SPACE, (byte) kind};
    byte[] to = {SPACE, (byte) (kind + 1)};
    while (LocalRows.remove(table, from, to, REMOVED_AT_ONCE) == REMOVED_AT_ONCE) {
      continue;
    }
  }

  void said(AuthorId author, Said one) throws StoreException {
    key[1] = 'a';
    author.write(key, 2);
    BigEndian.putInt(key, 2 + AuthorId.BYTES, one.height());
    BigEndian.putInt(value, 0, one.row());
    BigEndian.putInt(value, 4, one.mark());
    table.put(key, 0, key.length, value, 0, 8);
  }

  /** The restatements of {@code author}, or of all if it is null; each author's rise by height. */
  List<Said> said(AuthorId author) throws StoreException {
    List<Said> all = new ArrayList<>();
    byte[] from = {SPACE, 'a'};
    byte[] to = {SPACE, 'b'};
    if (author != null) {
      from = Arrays.copyOf(from, 2 + AuthorId.BYTES);
      author.write(from, 2);
      to = Arrays.copyOf(from, key.length + 1);
      Arrays.fill(to, from.length, to.length, (byte) 0xFF);
    }
    table.range(
        from,
        to,
        (bytes, at, length, row, rowAt, rowLength) ->
            all.add(
                new Said(
                    BigEndian.intAt(bytes, at + 2 + AuthorId.BYTES),
                    BigEndian.intAt(row, rowAt),
                    BigEndian.intAt(row, rowAt + 4))));
    return all;
  }

  /** {@code row} cites the hash at {@code hash[offset]}. */
  void cited(byte[] hash, int offset, int row) throws StoreException {
    put('c', hash, offset, row);
  }

  /** The restatement of {@code row} replaces the hash at {@code hash[offset]} before it came. */
  void early(byte[] hash, int offset, int row) throws StoreException {
    put('d', hash, offset, row);
  }

  /** The rows that replaced the hash at {@code hash[offset]} before it came, lowest first. */
  List<Integer> early(byte[] hash, int offset) throws StoreException {
    return rows('d', hash, offset);
  }

  private void put(char kind, byte[] hash, int offset, int row) throws StoreException {
    key[1] = (byte) kind;
    System.arraycopy(hash, offset, key, 2, Hash.BYTES);
    BigEndian.putInt(key, 2 + Hash.BYTES, row);
    table.put(key, 0, key.length, value, 0, 0);
  }

  /** The rows that cite the hash at {@code hash[offset]}, lowest first. */
  List<Integer> citing(byte[] hash, int offset) throws StoreException {
    return rows('c', hash, offset);
  }

  private List<Integer> rows(char kind, byte[] hash, int offset) throws StoreException {
    byte[] from = new byte[2 + Hash.BYTES];
    from[0] = SPACE;
    from[1] = (byte) kind;
    System.arraycopy(hash, offset, from, 2, Hash.BYTES);
    byte[] to = Arrays.copyOf(from, key.length + 1);
    Arrays.fill(to, from.length, to.length, (byte) 0xFF);
    List<Integer> rows = new ArrayList<>();
    table.range(
        from,
        to,
        (bytes, at, length, row, rowAt, rowLength) ->
            rows.add(BigEndian.intAt(bytes, at + 2 + Hash.BYTES)));
    return rows;
  }

  /** Nobody is awaited any more. */
  void forgetCited() throws StoreException {
    remove('c');
  }

  /** Of the chain of {@code author} up to {@code height} only a restatement tells. */
  void awaited(AuthorId author, int height) throws StoreException {
    author(author);
    BigEndian.putInt(value, 0, height);
    table.put(key, 0, 2 + AuthorId.BYTES, value, 0, 4);
  }

  /** The restatement of {@code author} has come. */
  void arrived(AuthorId author) throws StoreException {
    author(author);
    table.delete(key, 0, 2 + AuthorId.BYTES);
  }

  /** The height up to which a restatement of {@code author} is awaited; 0: none is. */
  int awaited(AuthorId author) throws StoreException {
    author(author);
    int length = table.get(key, 0, 2 + AuthorId.BYTES, value, 0);
    return length == Table.ABSENT ? 0 : BigEndian.intAt(value, 0);
  }

  private void author(AuthorId author) {
    key[1] = 'f';
    author.write(key, 2);
  }

  /** Whose restatements are awaited. */
  List<AuthorId> awaited() throws StoreException {
    List<AuthorId> all = new ArrayList<>();
    table.range(
        new byte[] {SPACE, 'f'},
        new byte[] {SPACE, 'f' + 1},
        (bytes, at, length, row, rowAt, rowLength) -> all.add(AuthorId.of(bytes, at + 2)));
    return all;
  }

  /** This node asked whether to restate its chain up to {@code height}. */
  void asked(int height) throws StoreException {
    key[1] = 't';
    BigEndian.putInt(value, 0, height);
    table.put(key, 0, 2, value, 0, 4);
  }

  /** Up to a height of this node's own chain, so many intentions are kept. */
  record KeptUpTo(int height, int count) {}

  /** Notes how many are kept. */
  void kept(KeptUpTo known) throws StoreException {
    key[1] = 'u';
    BigEndian.putInt(value, 0, known.height());
    BigEndian.putInt(value, 4, known.count());
    table.put(key, 0, 2, value, 0, 8);
  }

  /** What was noted; nothing up to height 0 if nothing was. */
  KeptUpTo kept() throws StoreException {
    key[1] = 'u';
    return table.get(key, 0, 2, value, 0) == Table.ABSENT
        ? new KeptUpTo(0, 0)
        : new KeptUpTo(BigEndian.intAt(value, 0), BigEndian.intAt(value, 4));
  }

  /** The height up to which it asked last; 0: never. */
  int asked() throws StoreException {
    key[1] = 't';
    return table.get(key, 0, 2, value, 0) == Table.ABSENT ? 0 : BigEndian.intAt(value, 0);
  }
}
