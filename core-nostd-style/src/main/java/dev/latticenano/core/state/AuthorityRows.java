package dev.latticenano.core.state;

import dev.latticenano.core.bytes.BigEndian;
import dev.latticenano.core.intention.AuthorId;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.intention.Hlc;
import dev.latticenano.core.state.AuthorityOp.Change;
import dev.latticenano.core.state.AuthorityOp.Kind;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.core.store.Table;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Where authority ops lie: what peers are shown in the table {@code system}, in the same rows on
 * every node that shows the same intentions, whatever their order; what is hidden in the table
 * {@code local}. Layout: docs/members.md.
 *
 * <pre>
 * "authority/" hash 32 00          author 32, wall 8, counter 4 big-endian, kind 1
 * "authority/" hash 32 01 peer 32  flags 1 (1 status, 2 role), status 4, role 4 big-endian
 * "authority/" hash 32 02 hash 32  nothing: this one is cited
 * </pre>
 */
final class AuthorityRows {
  private static final byte[] PREFIX = "authority/".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] BEHIND = "authority0".getBytes(StandardCharsets.US_ASCII);
  private static final int PART_AT = PREFIX.length + Hash.BYTES;
  private static final int PART_BYTES = 32;
  private static final int OP = 0;
  private static final int CHANGE = 1;
  private static final int CITES = 2;
  private static final int SAYS_STATUS = 1;
  private static final int SAYS_ROLE = 2;

  private final Table shown;
  private final Table hidden;
  private final byte[] key = new byte[PART_AT + 1 + PART_BYTES];
  private final byte[] value = new byte[45];

  /** One op as it lies there, what it cites by name. */
  private static final class Found {
    Kind kind;
    AuthorId author;
    Hlc timestamp;
    boolean hides;
    final List<Change> changes = new ArrayList<>();
    final List<Hash> cites = new ArrayList<>();
  }

  /**
   * @param shown where all that peers are shown lies
   * @param hidden where the rest lies: what only this node may have
   */
  AuthorityRows(Table shown, Table hidden) {
    this.shown = shown;
    this.hidden = hidden;
    System.arraycopy(PREFIX, 0, key, 0, PREFIX.length);
  }

  /** Writes {@code op} where it belongs, and removes it where it does not. */
  void put(AuthorityOp op) throws StoreException {
    clear(op.isHidden() ? shown : hidden, op.hash);
    put(op.isHidden() ? hidden : shown, op);
  }

  private void put(Table table, AuthorityOp op) throws StoreException {
    op.hash.write(key, PREFIX.length);
    op.author.write(value, 0);
    BigEndian.putLong(value, 32, op.timestamp.wallMs());
    BigEndian.putInt(value, 40, op.timestamp.counter());
    value[44] = (byte) op.kind.ordinal();
    key[PART_AT] = OP;
    table.put(key, 0, PART_AT + 1, value, 0, 45);
    key[PART_AT] = CHANGE;
    for (Change change : op.changes) {
      change.peer().write(key, PART_AT + 1);
      value[0] = (byte) ((change.saysStatus() ? SAYS_STATUS : 0) | (change.saysRole() ? 2 : 0));
      BigEndian.putInt(value, 1, change.saysStatus() ? change.status() : 0);
      BigEndian.putInt(value, 5, change.saysRole() ? change.role() : 0);
      table.put(key, 0, key.length, value, 0, 9);
    }
    key[PART_AT] = CITES;
    for (AuthorityOp cited : op.cites) {
      cited.hash.write(key, PART_AT + 1);
      table.put(key, 0, key.length, value, 0, 0);
    }
  }

  /** Adds to {@code ops} what lies there, in an order of causes. */
  void load(AuthorityOps ops, Adder adder) throws StoreException {
    Map<Hash, Found> found = new LinkedHashMap<>();
    for (Table table : List.of(shown, hidden)) {
      table.range(
          PREFIX,
          BEHIND,
          (rowKey, keyAt, keyBytes, bytes, at, length) -> {
            Hash hash = Hash.of(rowKey, keyAt + PREFIX.length);
            Found op = found.computeIfAbsent(hash, h -> new Found());
            op.hides = table == hidden;
            read(op, rowKey, keyAt, bytes, at);
            return true;
          });
    }
    Deque<Hash> walk = new ArrayDeque<>();
    for (Hash each : found.keySet()) {
      walk.push(each);
      while (!walk.isEmpty()) {
        Hash hash = walk.peek();
        if (ops.find(hash) != null || !pushCited(hash, found, ops, walk)) {
          walk.pop();
          if (ops.find(hash) == null) {
            adder.add(op(hash, found.get(hash), ops));
          }
        }
      }
    }
  }

  /** Takes up one op whose past is there already. */
  interface Adder {
    void add(AuthorityOp op);
  }

  private static boolean pushCited(
      Hash hash, Map<Hash, Found> found, AuthorityOps ops, Deque<Hash> walk) throws StoreException {
    boolean pushed = false;
    for (Hash cited : found.get(hash).cites) {
      if (ops.find(cited) == null) {
        if (!found.containsKey(cited)) {
          throw new StoreException(
              StoreException.Kind.CORRUPT, "the tables lack authority op " + cited, null);
        }
        walk.push(cited);
        pushed = true;
      }
    }
    return pushed;
  }

  private static AuthorityOp op(Hash hash, Found found, AuthorityOps ops) {
    List<AuthorityOp> cites = new ArrayList<>();
    for (Hash cited : found.cites) {
      cites.add(ops.find(cited));
    }
    AuthorityOp op =
        new AuthorityOp(found.kind, hash, found.author, found.timestamp, found.changes, cites);
    op.hide(found.hides);
    return op;
  }

  private static void read(Found out, byte[] rowKey, int keyAt, byte[] bytes, int at) {
    int part = keyAt + PART_AT;
    switch (rowKey[part]) {
      case OP -> {
        out.author = AuthorId.of(bytes, at);
        out.timestamp = new Hlc(BigEndian.longAt(bytes, at + 32), BigEndian.intAt(bytes, at + 40));
        out.kind = Kind.values()[bytes[at + 44]];
      }
      case CHANGE ->
          out.changes.add(
              new Change(
                  AuthorId.of(rowKey, part + 1),
                  (bytes[at] & SAYS_STATUS) == 0
                      ? AuthorityOp.UNSAID
                      : BigEndian.intAt(bytes, at + 1),
                  (bytes[at] & SAYS_ROLE) == 0
                      ? AuthorityOp.UNSAID
                      : BigEndian.intAt(bytes, at + 5)));
      case CITES -> out.cites.add(Hash.of(rowKey, part + 1));
      default -> throw new AssertionError("part " + rowKey[part] + " of an authority op");
    }
  }

  /** Removes all of them. */
  void clear() throws StoreException {
    clear(shown, PREFIX, BEHIND);
    clear(hidden, PREFIX, BEHIND);
  }

  private void clear(Table table, Hash op) throws StoreException {
    op.write(key, PREFIX.length);
    key[PART_AT] = CITES + 1;
    byte[] behind = Arrays.copyOf(key, PART_AT + 1);
    key[PART_AT] = OP;
    clear(table, Arrays.copyOf(key, PART_AT + 1), behind);
  }

  private static void clear(Table table, byte[] from, byte[] to) throws StoreException {
    List<byte[]> keys = new ArrayList<>();
    table.range(
        from,
        to,
        (rowKey, keyAt, keyBytes, bytes, at, length) -> {
          keys.add(Arrays.copyOfRange(rowKey, keyAt, keyAt + keyBytes));
          return true;
        });
    for (byte[] each : keys) {
      table.delete(each, 0, each.length);
    }
  }
}
