package dev.latticenano.core.relay;

import dev.latticenano.core.Limits;
import dev.latticenano.core.bytes.BigEndian;
import dev.latticenano.core.crypto.Blake3;
import dev.latticenano.core.crypto.Signer;
import dev.latticenano.core.dag.Dag;
import dev.latticenano.core.dag.IntList;
import dev.latticenano.core.intention.AuthorId;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.store.StoreException;
import java.util.TreeMap;

/** Gathers what one store holds and signs a {@link Statement} of it. Cold: one object an author. */
public final class StatementWriter {
  private final StoreId store;
  private final TreeMap<AuthorId, Stand> stands = new TreeMap<>();
  private final byte[] digest = new byte[Hash.BYTES];
  private long count;

  private record Stand(int floor, int height, Hash tip) {}

  /** A statement on a store that holds nothing yet. */
  public StatementWriter(StoreId store) {
    this.store = store;
  }

  /** What peers see of {@code dag}, all at once. */
  public StatementWriter of(Dag dag) throws StoreException {
    stands.clear();
    byte[] name = new byte[Hash.BYTES];
    IntList tips = new IntList();
    for (int author = 0; author < dag.authorCount(); author++) {
      dag.shown().tips(author, tips);
      int height = dag.shown().authorHeight(author);
      if (tips.count() > 0) {
        Hash tip = Hash.ZERO;
        if (height > 0) {
          dag.copyHash(dag.rowAtHeight(author, height), name, 0);
          tip = Hash.of(name, 0);
        }
        dag.copyAuthorKey(author, name, 0);
        author(AuthorId.of(name, 0), dag.pruning().floor(author), height, tip);
      }
    }
    dag.shown().digest(name, 0);
    return set(dag.shown().count(), Hash.of(name, 0));
  }

  /** An author whose chain has these floor, height and tip; of height 0 no tip. */
  public StatementWriter author(AuthorId key, int floor, int height, Hash tip) {
    stands.put(key, new Stand(floor, height, tip));
    return this;
  }

  /** How many intentions there are, and the digest of the set. */
  public StatementWriter set(long newCount, Hash newDigest) {
    count = newCount;
    newDigest.write(digest, 0);
    return this;
  }

  /**
   * Signs it.
   *
   * @param counter from 1, greater than of any signed before; durable before anybody sees this
   * @param timeMs the relay's clock
   * @param manifestSequence of the manifest in force
   * @param receipts counter of the last prune receipt, or 0
   * @throws IllegalArgumentException there are more authors than fit
   */
  public Statement sign(
      long counter, long timeMs, long manifestSequence, long receipts, Signer relay) {
    if (stands.size() > Limits.AUTHORS_MAX) {
      throw new IllegalArgumentException(stands.size() + " authors");
    }
    byte[] bytes = new byte[Statement.HEAD_BYTES + stands.size() * Statement.ENTRY_BYTES];
    writeList(bytes);
    bytes[0] = Statement.VERSION;
    relay.publicKey(bytes, Statement.RELAY_AT);
    store.write(bytes, Statement.STORE_AT);
    BigEndian.putLong(bytes, Statement.COUNTER_AT, counter);
    BigEndian.putLong(bytes, Statement.TIME_AT, timeMs);
    BigEndian.putLong(bytes, Statement.MANIFEST_AT, manifestSequence);
    BigEndian.putLong(bytes, Statement.RECEIPTS_AT, receipts);
    BigEndian.putLong(bytes, Statement.COUNT_AT, count);
    System.arraycopy(digest, 0, bytes, Statement.DIGEST_AT, Hash.BYTES);
    int list = Statement.HEAD_BYTES;
    Blake3.plain().hash(bytes, list, bytes.length - list, bytes, Statement.LIST_AT);
    BigEndian.putInt(bytes, Statement.AUTHORS_AT, stands.size());
    Statement.CONTEXT.sign(relay, bytes, Statement.SIGNATURE_AT);
    return Statement.of(bytes);
  }

  private void writeList(byte[] bytes) {
    int at = Statement.HEAD_BYTES;
    for (var each : stands.entrySet()) {
      each.getKey().write(bytes, at);
      BigEndian.putInt(bytes, at + Statement.FLOOR_AT, each.getValue().floor);
      BigEndian.putInt(bytes, at + Statement.HEIGHT_AT, each.getValue().height);
      each.getValue().tip.write(bytes, at + Statement.TIP_AT);
      at += Statement.ENTRY_BYTES;
    }
  }
}
