package dev.latticenano.core.state;

import dev.latticenano.core.Limits;
import dev.latticenano.core.intention.AuthorId;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.intention.Hlc;
import dev.latticenano.core.store.StoreException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * The keys of a store whose heads can be said again: docs/snapshots.md §8. A view of the rows of a
 * state machine; keeps nothing. Logs have none: an entry is never replaced.
 */
public final class RestatedHeads {
  private final KvTable table;
  private final Applied op = new Applied();

  private RestatedHeads(KvTable table) {
    this.table = table;
  }

  /** Those of {@code machine}; null if it is, or its type has no heads. */
  public static RestatedHeads of(StateMachine machine) {
    KvTable table = null;
    if (machine instanceof KvState keys) {
      table = keys.table();
    } else if (machine instanceof FileState files) {
      table = files.table();
    } else if (machine instanceof RootState root) {
      table = root.table();
    }
    return table == null ? null : new RestatedHeads(table);
  }

  /** The head that {@code hash} wrote to {@code key}, if it was not replaced; null otherwise. */
  public Head head(byte[] key, Hash hash) throws StoreException {
    return table.head(key, hash);
  }

  /**
   * Puts a head where its own intention would have put it, once more if it is there. A key beyond
   * {@link Limits#KV_KEY_BYTES_MAX} bytes is passed over.
   *
   * @param value null for a tombstone
   */
  public void put(byte[] key, Hash hash, Hlc timestamp, AuthorId author, byte[] value)
      throws StoreException {
    if (key.length <= Limits.KV_KEY_BYTES_MAX) {
      op.wrap(hash, timestamp, author);
      table.put(key, 0, key.length, op, value, 0, value == null ? 0 : value.length);
    }
  }

  /** Takes a head out, as a write of the key that cites it does. */
  public void remove(byte[] key, int offset, int length, byte[] hash, int hashOffset)
      throws StoreException {
    table.remove(key, offset, length, hash, hashOffset);
  }

  /** Receives keys with some of their heads. */
  public interface Reader {
    /** One key; heads rise by hash. Return false to stop behind it. */
    boolean key(byte[] key, List<Head> heads) throws StoreException;
  }

  /**
   * Shows {@code reader} the keys from {@code from} on, in byte order, that have heads by {@code
   * author} no later than {@code through}, and those heads.
   *
   * @param most keys that are looked at, at least 1
   * @return the least key not looked at; null at the end
   */
  public byte[] of(AuthorId author, Hlc through, byte[] from, int most, Reader reader)
      throws StoreException {
    int[] looked = {0};
    byte[][] last = {null};
    table.rows(
        new byte[0],
        from,
        row -> {
          boolean goesOn = ++looked[0] < most;
          List<Head> own = new ArrayList<>();
          for (Head head : row.heads()) {
            if (head.author().equals(author) && head.timestamp().compareTo(through) <= 0) {
              own.add(head);
            }
          }
          if (!own.isEmpty()) {
            own.sort(Comparator.comparing(Head::hash));
            goesOn &= reader.key(row.key(), own);
          }
          last[0] = goesOn ? null : row.key();
          return goesOn;
        });
    return last[0] == null ? null : Arrays.copyOf(last[0], last[0].length + 1);
  }

  /** All keys with all their heads: of rows that few intentions wrote. */
  public void all(Reader reader) throws StoreException {
    table.rows(new byte[0], new byte[0], row -> reader.key(row.key(), row.heads()));
  }
}
