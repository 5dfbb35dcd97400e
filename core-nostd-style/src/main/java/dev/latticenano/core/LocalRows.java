package dev.latticenano.core;

import dev.latticenano.core.bytes.BigEndian;
import dev.latticenano.core.intention.EpochId;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.session.MeetingRows;
import dev.latticenano.core.state.Members;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.core.store.Table;
import dev.latticenano.core.store.TableShape;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How far projection has come on this node, and what it left out: the table {@code local}, which no
 * other node has the like of. Its rows change together with the rows of state, and one checkpoint
 * keeps both. Numbers are big-endian.
 *
 * <pre>
 * 'p'            version 1 ‖ flags 1 (1: being cleared, 2: headless,
 *                4: judged by less than is known, 8: members are cleared, too) ‖ rows projected 4 ‖ forks 8 ‖ epoch
 *                keys 2 ‖ type
 * 'd' ‖ row 4    a row passed over because its record is damaged
 * 'q' ‖ hash 32  an intention set aside: kind 1 ‖ verdict 2
 * "authority/" …  hidden ops about members: the rows of {@link Members}
 * "met/" …       remembered meetings: {@link MeetingRows}
 * "sa", "sc", …  what restatements say: {@link RestatedRows}
 * 'j'            the intention that lets this node in, as a join named it: hash 32
 * 'u' ‖ epoch 8  how many intentions are sealed under this key, which is not here: 4
 * </pre>
 */
final class LocalRows {
  /** Of the table. */
  static final TableShape SHAPE = TableShape.variable("local");

  private static final int VERSION = 1;
  private static final int FIXED_BYTES = 16;
  private static final int CLEARING = 1;
  private static final int HEADLESS = 2;
  private static final int OUTDATED = 4;
  private static final int MEMBERS = 8;

  private final Table table;
  private final byte[] key = new byte[1 + Hash.BYTES];
  private byte[] value = new byte[64];

  LocalRows(Table table) {
    this.table = table;
  }

  /**
   * Where projection stands.
   *
   * @param rows how many of the witness order are in state
   * @param forks {@link Projection}'s mark of what forks left out then
   * @param keys how many epoch keys were held then
   * @param clearing true while the rows of state are being removed
   * @param members true if those that say who may write what are being removed, too
   * @param outdated true if some were judged by less than was known at the end
   * @param headless true if the type was unknown to the program that projected last
   * @param type of the store, empty if it was not known
   */
  record Cursor(
      int rows,
      long forks,
      int keys,
      boolean clearing,
      boolean members,
      boolean outdated,
      boolean headless,
      String type) {}

  /** What the last run left; null if nothing, or nothing of use. */
  Cursor cursor() throws StoreException {
    key[0] = 'p';
    byte[] found = new byte[TableShape.VARIABLE_BYTES_MAX];
    int length = table.get(key, 0, 1, found, 0);
    if (length < FIXED_BYTES || found[0] != VERSION) {
      return null;
    }
    String type = new String(found, FIXED_BYTES, length - FIXED_BYTES, StandardCharsets.UTF_8);
    return new Cursor(
        BigEndian.intAt(found, 2),
        BigEndian.longAt(found, 6),
        BigEndian.shortAt(found, 14),
        (found[1] & CLEARING) != 0,
        (found[1] & MEMBERS) != 0,
        (found[1] & OUTDATED) != 0,
        (found[1] & HEADLESS) != 0,
        type);
  }

  void cursor(Cursor cursor) throws StoreException {
    byte[] type = cursor.type().getBytes(StandardCharsets.UTF_8);
    if (FIXED_BYTES + type.length > value.length) {
      value = new byte[FIXED_BYTES + type.length];
    }
    value[0] = VERSION;
    int flags = (cursor.clearing() ? CLEARING : 0) | (cursor.headless() ? HEADLESS : 0);
    flags |= (cursor.members() ? MEMBERS : 0) | (cursor.outdated() ? OUTDATED : 0);
    value[1] = (byte) flags;
    BigEndian.putInt(value, 2, cursor.rows());
    BigEndian.putLong(value, 6, cursor.forks());
    BigEndian.putShort(value, 14, cursor.keys());
    System.arraycopy(type, 0, value, FIXED_BYTES, type.length);
    key[0] = 'p';
    table.put(key, 0, 1, value, 0, FIXED_BYTES + type.length);
  }

  /** Row {@code row} is damaged and was passed over. */
  void damaged(int row) throws StoreException {
    key[0] = 'd';
    BigEndian.putInt(key, 1, row);
    table.put(key, 0, 5, value, 0, 0);
  }

  /** The rows passed over, lowest first. */
  List<Integer> damaged() throws StoreException {
    List<Integer> rows = new ArrayList<>();
    table.range(
        new byte[] {'d'},
        new byte[] {'d' + 1},
        (key, keyOffset, keyLength, value, valueOffset, valueLength) ->
            rows.add(BigEndian.intAt(key, keyOffset + 1)));
    return rows;
  }

  /** {@code count} intentions are sealed under the key of {@code epoch}, which is not here. */
  void unread(EpochId epoch, int count) throws StoreException {
    key[0] = 'u';
    epoch.write(key, 1);
    BigEndian.putInt(value, 0, count);
    table.put(key, 0, 1 + EpochId.BYTES, value, 0, 4);
  }

  /** How many intentions are sealed under keys that are not here. */
  Map<EpochId, Integer> unread() throws StoreException {
    Map<EpochId, Integer> counts = new TreeMap<>();
    table.range(
        new byte[] {'u'},
        new byte[] {'u' + 1},
        (key, keyOffset, keyLength, value, valueOffset, valueLength) -> {
          counts.put(EpochId.of(key, keyOffset + 1), BigEndian.intAt(value, valueOffset));
          return true;
        });
    return counts;
  }

  void setAside(SetAside one) throws StoreException {
    value[0] = (byte) one.kind().code();
    BigEndian.putShort(value, 1, one.verdict().code());
    put(one.intention());
  }

  private void put(Hash hash) throws StoreException {
    name(hash);
    table.put(key, 0, key.length, value, 0, 3);
  }

  private void name(Hash hash) {
    key[0] = 'q';
    hash.write(key, 1);
  }

  private static SetAside setAside(Hash hash, byte[] value, int offset) {
    return new SetAside(
        hash,
        Verdict.ofCode(BigEndian.shortAt(value, offset + 1)),
        SetAside.Kind.ofCode(value[offset]));
  }

  /** Everything set aside, in order of the hashes. */
  List<SetAside> setAside() throws StoreException {
    List<SetAside> all = new ArrayList<>();
    table.range(
        new byte[] {'q'},
        new byte[] {'q' + 1},
        (key, keyOffset, keyLength, value, valueOffset, valueLength) ->
            all.add(setAside(Hash.of(key, keyOffset + 1), value, valueOffset)));
    return all;
  }

  /** The intention is not set aside any more. */
  void forget(Hash hash) throws StoreException {
    name(hash);
    table.delete(key, 0, key.length);
  }

  /** State begins anew: forgets what was left out, except what a person had passed over. */
  void startOver() throws StoreException {
    for (int row : damaged()) {
      key[0] = 'd';
      BigEndian.putInt(key, 1, row);
      table.delete(key, 0, 5);
    }
    for (EpochId epoch : unread().keySet()) {
      key[0] = 'u';
      epoch.write(key, 1);
      table.delete(key, 0, 1 + EpochId.BYTES);
    }
    for (SetAside one : setAside()) {
      if (one.kind() != SetAside.Kind.SKIPPED) {
        forget(one.intention());
      }
    }
  }

  /**
   * Removes up to {@code count} rows of {@code other} from key {@code from} on, up to {@code to};
   * null is behind all.
   *
   * @return how many went; fewer than {@code count}: it is empty
   */
  static int remove(Table other, byte[] from, byte[] to, int count) throws StoreException {
    List<byte[]> keys = new ArrayList<>();
    other.range(
        from,
        to,
        (key, keyOffset, keyLength, value, valueOffset, valueLength) -> {
          keys.add(Arrays.copyOfRange(key, keyOffset, keyOffset + keyLength));
          return keys.size() < count;
        });
    for (byte[] key : keys) {
      other.delete(key, 0, key.length);
    }
    return keys.size();
  }
}
