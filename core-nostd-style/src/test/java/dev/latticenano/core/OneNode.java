package dev.latticenano.core;

import dev.latticenano.core.crypto.Blake3;
import dev.latticenano.core.crypto.Ed25519Signer;
import dev.latticenano.core.crypto.Ed25519Verifier;
import dev.latticenano.core.dag.ReplayProgress;
import dev.latticenano.core.intention.AuthorId;
import dev.latticenano.core.intention.GenesisOp;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.intention.UniversalOpWriter;
import dev.latticenano.core.state.KvState;
import dev.latticenano.core.state.Role;
import dev.latticenano.core.state.StateMachine;
import dev.latticenano.core.store.MemoryChunks;
import dev.latticenano.core.store.MemoryStore;
import dev.latticenano.core.store.MemoryTables;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.core.store.Table;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** One node with stores of the type {@link Tally}, on a disk that can lose power. */
final class OneNode {
  static final long NOW_MS = 1_800_000_000_000L;

  private final byte seed;
  private final Random entropy;
  private final Map<StoreId, MemoryStore> logs = new TreeMap<>();
  private final Map<StoreId, MemoryTables> tables = new TreeMap<>();
  private final Map<StoreId, HeapKeys> keys = new TreeMap<>();
  private final int dueRows;
  final List<Event> events = new ArrayList<>();
  boolean newer;
  boolean knows = true;
  long nowMs = NOW_MS;
  Node node;

  /** A node whose tables are due for a checkpoint after {@code dueRows} writes. */
  OneNode(int seed, int dueRows) {
    this.seed = (byte) seed;
    this.entropy = new Random(seed);
    this.dueRows = dueRows;
    start();
  }

  private void start() {
    byte[] secret = new byte[32];
    secret[0] = seed;
    Ed25519Signer signer = new Ed25519Signer(secret, 0);
    node =
        new Node(
            signer,
            signer,
            new Ed25519Verifier(),
            this::fill,
            new byte[] {'n'},
            new MemoryChunks(),
            this::machine);
  }

  private void fill(byte[] out, int offset, int length) {
    for (int i = 0; i < length; i++) {
      out[offset + i] = (byte) entropy.nextInt();
    }
  }

  private StateMachine machine(String type, Table table) {
    if (type.equals(KvState.TYPE)) {
      return new KvState(table);
    }
    return knows && type.contains("tally") ? new Tally(type, table, newer) : null;
  }

  StoreId create(String type, int nonce) throws StoreException, RefusedException {
    StoreId id = StoreId.derive(Blake3.plain(), node.key(), nonce);
    open(id);
    node.submit(id, new GenesisOp(type, nonce).toOps(), List.of(), nowMs);
    drain();
    return id;
  }

  StoreId createSealed(String type, int nonce) throws StoreException, RefusedException {
    StoreId id = StoreId.derive(Blake3.plain(), node.key(), nonce);
    open(id);
    node.membership(id).begin(new GenesisOp(type, nonce), "sealed", true, nowMs);
    drain();
    return id;
  }

  /** Lets {@code peer} in without an invite. */
  void grant(StoreId id, AuthorId peer, Role role) throws StoreException, RefusedException {
    node.membership(id).setRole(peer, role, nowMs);
    drain();
  }

  HeapKeys keys(StoreId id) {
    return keys.get(id);
  }

  void loseKeys(StoreId id) {
    keys.put(id, new HeapKeys());
  }

  /** Only the first {@code count} records of the log reached the disk. */
  void cutLog(StoreId id, int count) throws StoreException {
    MemoryStore left = new MemoryStore();
    int[] records = new int[1];
    logs.get(id)
        .scan(
            0,
            (position, kind, bytes, offset, length) -> {
              left.append(kind, bytes, offset, length);
              return ++records[0] < count;
            });
    left.sync();
    logs.put(id, left);
    tables.put(id, new MemoryTables(dueRows));
  }

  byte[] logBytes(StoreId id) throws StoreException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    logs.get(id)
        .scan(
            0,
            (position, kind, bytes, offset, length) -> {
              out.write(bytes, offset, length);
              return true;
            });
    return out.toByteArray();
  }

  /** Carries frames over link 1 both ways until neither has more to say. */
  static void talk(OneNode left, OneNode right) throws StoreException {
    byte[] frame = new byte[Limits.FRAME_BYTES_MAX];
    boolean moved = true;
    while (moved) {
      moved = false;
      for (OneNode from : List.of(left, right)) {
        from.rest();
        int length = from.node.transmit(1, frame, 0, from.nowMs);
        if (length > 0) {
          OneNode to = from == left ? right : left;
          to.node.receive(1, frame, 0, length, to.nowMs);
          to.drain();
          moved = true;
        }
      }
    }
  }

  /** Takes all intentions that {@code other} holds. */
  void take(OneNode other, StoreId id) throws StoreException {
    byte[] bytes = new byte[Limits.SIGNED_BYTES_MAX];
    for (int place = 1; place <= other.node.dag(id).sequence(); place++) {
      int length = other.node.dag(id).read(place - 1, bytes, 0);
      node.dag(id).ingest(bytes, 0, length, nowMs);
    }
    node.tick(nowMs);
    drain();
  }

  void open(StoreId id) throws StoreException {
    MemoryStore log = logs.computeIfAbsent(id, each -> new MemoryStore());
    MemoryTables beside = tables.computeIfAbsent(id, each -> new MemoryTables(dueRows));
    HeapKeys own = keys.computeIfAbsent(id, each -> new HeapKeys());
    node.open(id, log, beside, own, nowMs, ReplayProgress.SILENT);
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
