package dev.latticenano.core.state;

import dev.latticenano.core.Verdict;
import java.util.List;
import java.util.Map;

/**
 * The state of a {@code core:kvstore}: for every key all heads, of which the greatest by
 * (timestamp, author, hash) is the value. Ops are {@code KvPayload}s; of several ops on one key in
 * one payload the last counts. Empty keys are accepted. In memory; source: Rust engine, {@code
 * lattice-kvstore}, with full heads instead of a stored winner (ours).
 */
public final class KvState implements StateMachine {
  /** The store type. */
  public static final String TYPE = "core:kvstore";

  private final KvTable table = new KvTable();
  private final KvOps ops = new KvOps();

  @Override
  public String type() {
    return TYPE;
  }

  /** Applies a {@code KvPayload}: {@code OK}, or {@code KV_MALFORMED} and nothing is applied. */
  @Override
  public Verdict apply(Applied op) {
    Verdict verdict = ops.check(op);
    if (verdict != Verdict.OK) {
      return verdict;
    }
    for (Map.Entry<Key, byte[]> write : ops.writes().entrySet()) {
      table.write(write.getKey(), op, write.getValue());
    }
    return Verdict.OK;
  }

  @Override
  public boolean stalls() {
    return true;
  }

  @Override
  public void clear() {
    table.clear();
  }

  /** A copy of the value of {@code key}; null if it has none or the winner deletes it. */
  public byte[] value(byte[] key) {
    Head winner = table.winner(key);
    return winner == null ? null : winner.value();
  }

  /** True if {@code key} has more than one head: people wrote it without knowing of each other. */
  public boolean conflicted(byte[] key) {
    return table.heads(key).size() > 1;
  }

  /**
   * All heads of {@code key}, the winner first, tombstones included; empty if nobody wrote it. The
   * next write of the key cites them all.
   */
  public List<Head> heads(byte[] key) {
    return table.heads(key);
  }

  /**
   * Shows {@code reader} the keys that begin with {@code prefix}, in byte order, that have a value.
   */
  public void list(byte[] prefix, Reader reader) {
    for (Map.Entry<Key, Heads> row : table.from(prefix).entrySet()) {
      if (!row.getKey().beginsWith(prefix)) {
        return;
      }
      Heads heads = row.getValue();
      if (!heads.winner().tombstone()
          && !reader.entry(row.getKey().array().clone(), heads.winner(), heads.count() > 1)) {
        return;
      }
    }
  }

  /** Receives the entries of a listing. */
  public interface Reader {
    /** One key with its winner; the array is the reader's. Return false to stop. */
    boolean entry(byte[] key, Head winner, boolean conflicted);
  }
}
