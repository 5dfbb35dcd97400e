package dev.latticenano.core.state;

import dev.latticenano.core.Verdict;
import dev.latticenano.core.intention.KvPayloadView;
import dev.latticenano.core.store.StoreException;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What changes below a prefix of a key-value store, in witness order. The host reads the log from
 * the place where its watcher stands and gives each op that counts to {@link #add}; {@link #show}
 * then tells what the keys show <em>now</em>. So a watcher that is up to date sees the winner after
 * every op, also of one that lost; one that was away sees each key that was written meanwhile once,
 * as it is. Nothing is kept between the two: a place in the witness order is all there is to
 * resume.
 */
public final class KvWatch {
  private final byte[] prefix;
  private final KvPayloadView payload = new KvPayloadView();
  private final Map<Key, Long> changed = new LinkedHashMap<>();

  /** Receives changes, by sequence. */
  public interface Reader {
    /**
     * One key.
     *
     * @param winner its greatest head, which may be a tombstone
     * @param sequence the place of the last op that wrote it; to resume, begin with this place
     *     again: other keys of that op may be left
     * @return false to stop; what was not shown stays
     */
    boolean changed(byte[] key, Head winner, boolean conflicted, long sequence)
        throws StoreException;
  }

  /** Watches the keys that begin with {@code prefix}; all if it is empty. */
  public KvWatch(byte[] prefix) {
    this.prefix = prefix.clone();
  }

  /** Takes in the op at a place of the witness order; one that does not decode changes nothing. */
  public void add(Applied op, long sequence) {
    payload.wrap(op.opArray(), op.opOffset(), op.opBytes());
    if (payload.check() != Verdict.OK || payload.checkKeys() != Verdict.OK) {
      return;
    }
    while (payload.next()) {
      int at = payload.keyOffset();
      int length = payload.keyLength();
      if (payload.kind() != KvPayloadView.Kind.UNKNOWN && isBelow(at, length)) {
        Key key = Key.copyOf(payload.bytes(), at, length);
        changed.remove(key);
        changed.put(key, sequence);
      }
    }
  }

  private boolean isBelow(int at, int length) {
    return length >= prefix.length
        && Arrays.equals(payload.bytes(), at, at + prefix.length, prefix, 0, prefix.length);
  }

  /** How many keys are to be shown. */
  public int count() {
    return changed.size();
  }

  /** Shows the keys taken in, as they are in {@code state}, which has applied those ops. */
  public void show(KvState state, Reader reader) throws StoreException {
    Iterator<Map.Entry<Key, Long>> left = changed.entrySet().iterator();
    while (left.hasNext()) {
      Map.Entry<Key, Long> each = left.next();
      byte[] key = each.getKey().array();
      Head winner = state.winner(key);
      left.remove();
      if (winner != null && !reader.changed(key, winner, state.conflicted(key), each.getValue())) {
        return;
      }
    }
  }
}
