package dev.latticenano.core.state;

import dev.latticenano.core.Limits;
import dev.latticenano.core.state.Packing.Write;
import dev.latticenano.core.store.StoreException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes of a key-value store, as intentions to write. Of several writes of one key the last
 * counts. Every key written cites all of its heads as they are now, so a write resolves what was in
 * conflict. Source: Rust engine for the rules of a batch; splitting is ours (docs/state.md §3).
 */
public final class KvBatch {
  /** What became of a step; other than {@code DONE}, the step adds nothing. */
  public enum Answer {
    /** It is in the batch, or the batch is one intention. */
    DONE,
    /** A key has no bytes. */
    KEY_EMPTY,
    /** A key is longer than {@code Limits.KV_KEY_BYTES_MAX}. */
    KEY_TOO_LONG,
    /** Key and value are too long for one intention. */
    VALUE_TOO_LONG,
    /** The key has at most one head: nothing is in conflict. */
    NO_CONFLICT,
    /** The batch is empty. */
    EMPTY,
    /** The keys have more heads than one intention cites. */
    TOO_MANY_HEADS,
    /** The writes are too long together for one intention. */
    TOO_LONG_TOGETHER
  }

  /** Bytes of keys and values in one intention, with what stands around them. */
  public static final int PAYLOAD_BYTES_MAX = Packing.OP_BYTES_MAX;

  private final KvState state;
  private final Map<Key, Write> writes = new LinkedHashMap<>();

  /** An empty batch over {@code state}, which does not change while the batch is in use. */
  public KvBatch(KvState state) {
    this.state = state;
  }

  /** Gives a key a value; both arrays are kept. */
  public Answer put(byte[] key, byte[] value) {
    return add(new Write(Key.sharing(key), Key.sharing(value)));
  }

  /** Takes a key its value; the array is kept. */
  public Answer delete(byte[] key) {
    return add(new Write(Key.sharing(key), null));
  }

  /** Says again what a key in conflict shows, so that the other heads are replaced. */
  public Answer resolve(byte[] key) throws StoreException {
    List<Head> heads = state.heads(key);
    if (heads.size() < 2) {
      return Answer.NO_CONFLICT;
    }
    return heads.get(0).tombstone() ? delete(key) : put(key, heads.get(0).array());
  }

  private Answer add(Write write) {
    int keyBytes = write.key().array().length;
    if (keyBytes == 0) {
      return Answer.KEY_EMPTY;
    }
    if (keyBytes > Limits.KV_KEY_BYTES_MAX) {
      return Answer.KEY_TOO_LONG;
    }
    if (Packing.bytes(write) > Packing.OP_BYTES_MAX) {
      return Answer.VALUE_TOO_LONG;
    }
    writes.remove(write.key());
    writes.put(write.key(), write);
    return Answer.DONE;
  }

  /** How many keys are written. */
  public int count() {
    return writes.size();
  }

  /** Whether the batch can be one intention, which applies whole or not at all. */
  public Answer atomic() throws StoreException {
    if (writes.isEmpty()) {
      return Answer.EMPTY;
    }
    int bytes = 0;
    for (Write write : writes.values()) {
      bytes += Packing.bytes(write);
    }
    if (bytes > Packing.OP_BYTES_MAX) {
      return Answer.TOO_LONG_TOGETHER;
    }
    Packing packing = new Packing(state.table());
    return packing.fits(List.copyOf(writes.values())) ? Answer.DONE : Answer.TOO_MANY_HEADS;
  }

  /**
   * The intentions to write, in order; none for an empty batch. One if {@link #atomic}; else as few
   * as the limits allow. A key with more heads than one intention cites is written several times,
   * each time citing the time before, until one head is left.
   */
  public List<Proposal> proposals() throws StoreException {
    Packing packing = new Packing(state.table());
    if (!writes.isEmpty()) {
      packing.add(new ArrayList<>(writes.values()));
    }
    return packing.proposals();
  }
}
