package dev.latticenano.core.seal;

import dev.latticenano.core.Limits;
import dev.latticenano.core.Verdict;
import dev.latticenano.core.bytes.BigEndian;
import dev.latticenano.core.intention.EpochId;
import java.util.Arrays;

/**
 * The epoch keys of one store that this node holds, in the order they came: at most {@link
 * Limits#EPOCH_KEYS_MAX}. Keys are never dropped, since old ops stay sealed under old keys. Finding
 * allocates nothing. Not thread-safe: one owner.
 */
public final class Keyring {
  private EpochKey[] keys = new EpochKey[4];
  private long[] ids = new long[4];
  private int count;

  /**
   * Takes a key in.
   *
   * @return OK; DUPLICATE if a key of this id is here, which then stays; TABLE_FULL
   */
  public Verdict add(EpochKey key) {
    if (find(key.id()) != null) {
      return Verdict.DUPLICATE;
    }
    if (count == Limits.EPOCH_KEYS_MAX) {
      return Verdict.TABLE_FULL;
    }
    if (count == keys.length) {
      keys = Arrays.copyOf(keys, 2 * count);
      ids = Arrays.copyOf(ids, 2 * count);
    }
    keys[count] = key;
    ids[count] = key.id().bits();
    count++;
    return Verdict.OK;
  }

  /** The key of an epoch; null if it is not here. */
  public EpochKey find(EpochId id) {
    return find(id.bits());
  }

  /** The key of the epoch whose 8 bytes are at {@code id[offset]}; null if it is not here. */
  public EpochKey find(byte[] id, int offset) {
    return find(BigEndian.longAt(id, offset));
  }

  // The newest first: it is asked for most. Ids are no secret.
  private EpochKey find(long id) {
    for (int i = count - 1; i >= 0; i--) {
      if (ids[i] == id) {
        return keys[i];
      }
    }
    return null;
  }

  /** How many keys are here. */
  public int count() {
    return count;
  }

  /** A key by its place, from 0, in the order they came. */
  public EpochKey key(int index) {
    if (index >= count) {
      throw new IndexOutOfBoundsException("key " + index + " of " + count);
    }
    return keys[index];
  }

  /** How many; never which. */
  @Override
  public String toString() {
    return count + " epoch keys";
  }
}
