package dev.latticenano.core;

import dev.latticenano.core.crypto.Blake3;
import dev.latticenano.core.crypto.Ed25519Signer;
import dev.latticenano.core.crypto.Ed25519Verifier;
import dev.latticenano.core.dag.ReplayProgress;
import dev.latticenano.core.intention.GenesisOp;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.intention.UniversalOpWriter;
import dev.latticenano.core.state.StateMachine;
import dev.latticenano.core.store.MemoryChunks;
import dev.latticenano.core.store.MemoryStore;
import dev.latticenano.core.store.MemoryTables;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.core.store.Table;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** One node with stores of the type {@link Tally}, on a disk that can lose power. */
final class OneNode {
  static final long NOW_MS = 1_800_000_000_000L;

  private final byte seed;
  private final Map<StoreId, MemoryStore> logs = new TreeMap<>();
  private final Map<StoreId, MemoryTables> tables = new TreeMap<>();
  private final int dueRows;
  final List<Event> events = new ArrayList<>();
  boolean newer;
  boolean knows = true;
  long nowMs = NOW_MS;
  Node node;

  /** A node whose tables are due for a checkpoint after {@code dueRows} writes. */
  OneNode(int seed, int dueRows) {
    this.seed = (byte) seed;
    this.dueRows = dueRows;
    start();
  }

  private void start() {
    byte[] secret = new byte[32];
    secret[0] = seed;
    node =
        new Node(
            new Ed25519Signer(secret, 0),
            new Ed25519Verifier(),
            (out, offset, length) -> out[offset] = seed,
            new byte[] {'n'},
            new MemoryChunks(),
            this::machine);
  }

  private StateMachine machine(String type, Table table) {
    return knows && type.contains("tally") ? new Tally(type, table, newer) : null;
  }

  StoreId create(String type, int nonce) throws StoreException, RefusedException {
    StoreId id = StoreId.derive(Blake3.plain(), node.key(), nonce);
    open(id);
    node.submit(id, new GenesisOp(type, nonce).toOps(), List.of(), nowMs);
    drain();
    return id;
  }

  void open(StoreId id) throws StoreException {
    MemoryStore log = logs.computeIfAbsent(id, each -> new MemoryStore());
    MemoryTables beside = tables.computeIfAbsent(id, each -> new MemoryTables(dueRows));
    node.open(id, log, beside, nowMs, ReplayProgress.SILENT);
    drain();
  }

  /** Loses power and starts again. */
  void crash() throws StoreException {
    start();
    for (StoreId id : logs.keySet()) {
      logs.get(id).cutPower();
      tables.get(id).cutPower();
      open(id);
    }
  }

  /** Writes an op of these letters. */
  Hash write(StoreId id, String letters) throws StoreException, RefusedException {
    Hash written = node.submit(id, ops(letters), List.of(), nowMs);
    drain();
    return written;
  }

  static byte[] ops(String letters) {
    byte[] content = letters.getBytes(StandardCharsets.US_ASCII);
    UniversalOpWriter writer = new UniversalOpWriter().appData(content, 0, content.length);
    byte[] out = new byte[writer.length()];
    writer.write(out, 0, out.length);
    return out;
  }

  /** Ticks as long as a deadline has come; returns how often. */
  int rest() throws StoreException {
    int ticks = 0;
    while (node.nextDeadlineMs() <= nowMs) {
      node.tick(nowMs);
      drain();
      ticks++;
    }
    return ticks;
  }

  void drain() {
    for (Event event = node.pollEvent(); event != null; event = node.pollEvent()) {
      events.add(event);
    }
  }

  /** Takes the events of a kind. */
  <E extends Event> List<E> take(Class<E> kind) {
    List<E> found = events.stream().filter(kind::isInstance).map(kind::cast).toList();
    events.removeAll(found);
    return found;
  }

  String tally(StoreId id) throws StoreException {
    return ((Tally) node.state(id)).text();
  }
}
