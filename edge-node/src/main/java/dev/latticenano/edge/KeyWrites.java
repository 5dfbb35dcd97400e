package dev.latticenano.edge;

import dev.latticenano.core.Limits;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.intention.KvPayloadWriter;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.state.FilePath;
import dev.latticenano.core.state.FileState;
import dev.latticenano.core.state.Head;
import dev.latticenano.core.state.KvState;
import dev.latticenano.core.state.StateMachine;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.edge.files.Submission;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Writes of keys that come true together or not at all: one intention, which cites every head of
 * every key it writes. Of several writes of one key the last counts.
 */
public final class KeyWrites {
  /** Bytes of a payload: leaves room in an intention to seal and pad it. */
  public static final int PAYLOAD_BYTES_MAX = Limits.OPS_BYTES_EMITTED / 8 * 7;

  private static final int CITED_MAX = Limits.CONDITION_HASHES_EMITTED;

  private final NodeHome home;
  private final StoreId store;
  private final Map<ByteBuffer, byte[]> writes = new LinkedHashMap<>();

  /** No writes yet, for {@code store}. */
  public KeyWrites(NodeHome home, StoreId store) {
    this.home = home;
    this.store = store;
  }

  /** Has the key get a value, or none if that is null; both kept. */
  public KeyWrites add(byte[] key, byte[] value) throws Failure {
    if (key.length == 0) {
      throw new Failure(Failure.BAD_INPUT, "a key has at least one byte");
    }
    ByteBuffer name = ByteBuffer.wrap(key);
    writes.remove(name);
    writes.put(name, value);
    return this;
  }

  /** How many keys are written. */
  public int count() {
    return writes.size();
  }

  /** Signs and keeps them; durable when it returns. */
  public void submit() throws Failure, StoreException {
    Set<Hash> cited = new LinkedHashSet<>();
    for (ByteBuffer key : writes.keySet()) {
      heads(home.node().state(store), key.array()).forEach(head -> cited.add(head.hash()));
    }
    if (cited.size() > CITED_MAX && writes.size() > 1) {
      throw new Failure(
          Failure.FAILED,
          "these keys have "
              + cited.size()
              + " values in all, and one write replaces at most "
              + CITED_MAX
              + "; write fewer keys at once, or resolve them one by one");
    }
    byte[] ops = Submission.ops(payload());
    List<Hash> left = new ArrayList<>(cited);
    // A key with more heads is written again until all of them are cited.
    Hash previous = null;
    do {
      List<Hash> condition = new ArrayList<>();
      if (previous != null) {
        condition.add(previous);
      }
      while (condition.size() < CITED_MAX && !left.isEmpty()) {
        condition.add(left.remove(0));
      }
      previous = home.submit(store, ops, condition);
    } while (!left.isEmpty());
  }

  private byte[] payload() throws Failure {
    byte[] room = new byte[PAYLOAD_BYTES_MAX];
    KvPayloadWriter payload = new KvPayloadWriter().wrap(room, 0, room.length);
    for (Map.Entry<ByteBuffer, byte[]> write : writes.entrySet()) {
      byte[] key = write.getKey().array();
      byte[] value = write.getValue();
      int written =
          value == null
              ? payload.delete(key, 0, key.length)
              : payload.put(key, 0, key.length, value, 0, value.length);
      if (written < 0) {
        throw new Failure(
            Failure.BAD_INPUT,
            "one write holds at most "
                + PAYLOAD_BYTES_MAX
                + " bytes of keys and values, and this is "
                + -written
                + " too long; put large content into a store of files");
      }
    }
    return Arrays.copyOf(room, payload.length());
  }

  /** All heads of a key of a key-value store, or of a path of a files store. */
  public static List<Head> heads(StateMachine state, byte[] key) throws StoreException {
    return state instanceof FileState files
        ? files.heads(FilePath.of(new String(key, StandardCharsets.UTF_8)))
        : ((KvState) state).heads(key);
  }
}
