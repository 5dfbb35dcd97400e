package dev.latticenano.core.relay;

import dev.latticenano.core.Limits;
import dev.latticenano.core.bytes.BigEndian;
import dev.latticenano.core.crypto.Signer;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.store.StoreException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a relay says under its signature of the stores it holds, counted: what it holds and what it
 * dropped. Counters are durable before anybody sees what they count, and outlive the store here, so
 * that no two statements on one store ever have the same. Source: docs/relay.md §6 and §7.
 */
final class Statements {
  /** Before a store's id: the counters of its statements and of its receipts, 8 bytes each. */
  static final char COUNTERS = 'c';

  /** Before a store's id and a counter of 8 bytes: a receipt. */
  static final char RECEIPT = 'r';

  private static final int COUNTER_AT = 1 + StoreId.BYTES;

  private final RelayMemory memory;
  private final Signer signer;
  private final Map<StoreId, Said> said = new HashMap<>();

  /** What was said about one store. */
  private static final class Said {
    private final TreeMap<Long, byte[]> receipts = new TreeMap<>();
    private long statements;
    private long pruned;
    private Statement last;
    private long lastVersion;
  }

  Statements(RelayMemory memory, Signer signer) {
    this.memory = memory;
    this.signer = signer;
  }

  private Said of(StoreId store) {
    return said.computeIfAbsent(store, id -> new Said());
  }

  /** Forgets what was said about stores that are not held: others may have said more since. */
  void forgetUnheld(Holdings holdings) {
    said.keySet().removeIf(store -> holdings.find(store) == null);
  }

  /** Takes up what {@link RelayMemory} kept under a name. */
  void restore(byte[] name, byte[] value) {
    if (name[0] == COUNTERS) {
      Said about = of(StoreId.of(name, 1));
      about.statements = BigEndian.longAt(value, 0);
      about.pruned = BigEndian.longAt(value, Long.BYTES);
    } else if (name[0] == RECEIPT) {
      of(StoreId.of(name, 1)).receipts.put(BigEndian.longAt(name, COUNTER_AT), value);
    }
  }

  private void keep(StoreId store, Said about) throws StoreException {
    byte[] counters = new byte[2 * Long.BYTES];
    BigEndian.putLong(counters, 0, about.statements);
    BigEndian.putLong(counters, Long.BYTES, about.pruned);
    memory.keep(Admissions.name(COUNTERS, store.toBytes()), counters);
  }

  /** What the relay holds of a store now; the last one again if nothing is new since. */
  Statement of(Holding holding, long nowMs) throws StoreException {
    Said about = of(holding.id());
    long version = holding.dag().shown().version();
    long sequence = holding.manifest().sequence();
    boolean same =
        about.last != null
            && about.lastVersion == version
            && about.last.manifestSequence() == sequence
            && about.last.receipts() == about.pruned;
    if (!same) {
      // What is stated is there after a power cut, too.
      holding.held().sync(nowMs);
      about.statements++;
      keep(holding.id(), about);
      StatementWriter writer = new StatementWriter(holding.id()).of(holding.dag());
      about.last = writer.sign(about.statements, nowMs, sequence, about.pruned, signer);
      about.lastVersion = version;
    }
    return about.last;
  }

  /** Signs and keeps what a prune is about to drop, which is ready. */
  PruneReceipt pruned(Holding holding, Prune prune, long nowMs) throws StoreException {
    return keep(holding, prune.receipt(of(holding.id()).pruned + 1, nowMs, signer));
  }

  /** Signs and keeps what goes for a base of another. */
  PruneReceipt signed(Holding holding, PruneReceiptWriter writer, long nowMs)
      throws StoreException {
    return keep(holding, writer.sign(of(holding.id()).pruned + 1, nowMs, signer));
  }

  private PruneReceipt keep(Holding holding, PruneReceipt receipt) throws StoreException {
    Said about = of(holding.id());
    long counter = receipt.counter();
    byte[] bytes = receipt.toBytes();
    memory.keep(name(holding.id(), counter), bytes);
    about.receipts.put(counter, bytes);
    about.pruned = counter;
    keep(holding.id(), about);
    while (about.receipts.size() > Limits.RELAY_RECEIPTS_MAX) {
      memory.forget(name(holding.id(), about.receipts.pollFirstEntry().getKey()));
    }
    return receipt;
  }

  private static byte[] name(StoreId store, long counter) {
    byte[] name = Arrays.copyOf(Admissions.name(RECEIPT, store.toBytes()), COUNTER_AT + Long.BYTES);
    BigEndian.putLong(name, COUNTER_AT, counter);
    return name;
  }

  /** The receipts of a store's prunes with greater counters, in their order; lent. */
  List<byte[]> receipts(StoreId store, long after) {
    return new ArrayList<>(of(store).receipts.tailMap(after, false).values());
  }

  /** A store was opened again: nothing that was said of it is what there is now. */
  void reopened(StoreId store) {
    of(store).last = null;
  }

  /** A store is held no more. */
  void remove(StoreId store) throws StoreException {
    Said about = of(store);
    for (long counter : about.receipts.keySet()) {
      memory.forget(name(store, counter));
    }
    about.receipts.clear();
    about.last = null;
  }
}
