package dev.latticenano.core;

import dev.latticenano.core.crypto.Blake3;
import dev.latticenano.core.crypto.Ed25519Signer;
import dev.latticenano.core.crypto.Ed25519Verifier;
import dev.latticenano.core.dag.ReplayProgress;
import dev.latticenano.core.intention.GenesisOp;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.intention.InviteToken;
import dev.latticenano.core.intention.KvPayloadWriter;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.intention.UniversalOpWriter;
import dev.latticenano.core.session.LinkProfile;
import dev.latticenano.core.state.Head;
import dev.latticenano.core.state.KnownTypes;
import dev.latticenano.core.state.KvState;
import dev.latticenano.core.state.Role;
import dev.latticenano.core.store.ChunkStore;
import dev.latticenano.core.store.MemoryChunks;
import dev.latticenano.core.store.MemoryTables;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.core.store.Table;
import dev.latticenano.core.store.TableShape;
import dev.latticenano.core.store.Tables;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** A node with one sealed key-value store, on a disk that power and room can fail on. */
final class SnapNode {
  static final long NOW_MS = 1_800_000_000_000L;

  final Power power = new Power();
  final List<Event> events = new ArrayList<>();
  final MemoryChunks chunks = new MemoryChunks();
  final PieceLog log = new PieceLog(power);
  final HeapKeys keys = new HeapKeys();
  private final int seed;
  private final Random entropy;
  MemoryTables tables = new MemoryTables(64);
  SnapshotPolicy policy = SnapshotPolicy.ON_DEMAND;
  long nowMs = NOW_MS;
  int chunkWrites;
  Node node;
  StoreId store;

  SnapNode(int seed) {
    this.seed = seed;
    this.entropy = new Random(seed);
    start();
  }

  private void start() {
    byte[] secret = new byte[32];
    secret[0] = (byte) seed;
    Ed25519Signer signer = new Ed25519Signer(secret, 0);
    node =
        new Node(
            signer,
            signer,
            new Ed25519Verifier(),
            this::fill,
            new byte[] {'n'},
            new PoweredChunks(),
            new KnownTypes());
    node.acks().delay(100);
    node.snapshots().policy(policy);
  }

  private void fill(byte[] out, int offset, int length) {
    for (int i = 0; i < length; i++) {
      out[offset + i] = (byte) entropy.nextInt();
    }
  }

  /** The chunks, on the same disk. */
  private final class PoweredChunks implements ChunkStore {
    @Override
    public boolean holds(byte[] cid, int offset) {
      return chunks.holds(cid, offset);
    }

    @Override
    public int size(byte[] cid, int offset) {
      return chunks.size(cid, offset);
    }

    @Override
    public int read(byte[] cid, int cidOffset, byte[] out, int outOffset) {
      return chunks.read(cid, cidOffset, out, outOffset);
    }

    @Override
    public void write(byte[] cid, int cidOffset, byte[] source, int offset, int length)
        throws StoreException {
      power.use();
      power.room();
      chunks.write(cid, cidOffset, source, offset, length);
      chunkWrites++;
    }
  }

  /** The tables, on the same disk. */
  private final class PoweredTables implements Tables {
    @Override
    public Table table(TableShape shape) throws StoreException {
      return tables.table(shape);
    }

    @Override
    public long covered() {
      return tables.covered();
    }

    @Override
    public boolean isDue() {
      return tables.isDue();
    }

    @Override
    public void checkpoint(long position) throws StoreException {
      power.use();
      tables.checkpoint(position);
      power.use();
    }

    @Override
    public void clear() throws StoreException {
      tables.clear();
    }
  }

  void policy(int every, boolean keepsLog) {
    policy = new SnapshotPolicy(every, keepsLog);
    node.snapshots().policy(policy);
  }

  void create() throws StoreException, RefusedException {
    store = StoreId.derive(Blake3.plain(), node.key(), 1);
    open();
    node.membership(store).begin(new GenesisOp(KvState.TYPE, 1), "store", true, nowMs);
  }

  void open() throws StoreException {
    node.open(store, log, new PoweredTables(), keys, nowMs, ReplayProgress.SILENT);
    drain();
  }

  /** Loses power, and starts again; {@code bare}: without its tables, too. */
  void crash(boolean bare) throws StoreException {
    power.steps = Integer.MAX_VALUE;
    log.cutPower();
    tables.cutPower();
    tables = bare ? new MemoryTables(64) : tables;
    start();
    open();
  }

  Replica replica() {
    return node.replica(store);
  }

  /** Lets {@code guest} in. */
  void letIn(SnapNode guest, Role role) throws StoreException, RefusedException {
    InviteToken token = node.membership(store).invite(0, false, role, nowMs);
    guest.store = store;
    guest.open();
    node.link(1, LinkProfile.TCP);
    guest.node.link(1, LinkProfile.TCP);
    guest.node.join(1, token);
    talk(this, guest);
    node.unlink(1);
    guest.node.unlink(1);
  }

  static void meet(SnapNode left, SnapNode right) throws StoreException {
    left.node.link(1, LinkProfile.TCP);
    right.node.link(1, LinkProfile.TCP);
    talk(left, right);
    left.node.unlink(1);
    right.node.unlink(1);
  }

  private static void talk(SnapNode left, SnapNode right) throws StoreException {
    byte[] frame = new byte[Limits.FRAME_BYTES_MAX];
    int idle = 0;
    while (idle < 3) {
      boolean moved = false;
      for (SnapNode from : List.of(left, right)) {
        SnapNode to = from == left ? right : left;
        int length = from.node.transmit(1, frame, 0, from.nowMs);
        if (length > 0) {
          to.node.receive(1, frame, 0, length, to.nowMs);
          moved = true;
        }
      }
      idle = moved ? 0 : idle + 1;
      if (!moved) {
        left.rest(1_000);
        right.rest(1_000);
      }
    }
  }

  /** Lets so much time pass, and what there is to do be done. */
  void rest(long ms) throws StoreException {
    long end = nowMs + ms;
    for (int ticks = 0; ticks < 10_000; ticks++) {
      long due = node.nextDeadlineMs();
      if (due > end) {
        nowMs = end;
        node.tick(nowMs);
        drain();
        return;
      }
      nowMs = Math.max(nowMs, due);
      node.tick(nowMs);
      drain();
    }
    throw new AssertionError("never at rest");
  }

  void drain() {
    for (Event event = node.pollEvent(); event != null; event = node.pollEvent()) {
      events.add(event);
    }
  }

  <E extends Event> List<E> take(Class<E> kind) {
    List<E> found = events.stream().filter(kind::isInstance).map(kind::cast).toList();
    events.removeAll(found);
    return found;
  }

  /** Puts; cites all heads of the key. */
  Hash put(String key, String value) throws StoreException, RefusedException {
    byte[] name = key.getBytes(StandardCharsets.UTF_8);
    byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
    byte[] out = new byte[1000 + bytes.length];
    KvPayloadWriter payload = new KvPayloadWriter().wrap(out, 0, out.length);
    payload.put(name, 0, name.length, bytes, 0, bytes.length);
    List<Hash> heads = ((KvState) node.state(store)).heads(name).stream().map(Head::hash).toList();
    UniversalOpWriter ops = new UniversalOpWriter().appData(out, 0, payload.length());
    byte[] written = new byte[ops.length()];
    ops.write(written, 0, written.length);
    Hash hash = node.submit(store, written, heads.stream().limit(16).toList(), nowMs);
    drain();
    return hash;
  }

  /** All rows that all nodes have alike, in order. */
  Map<String, String> state() throws StoreException {
    Map<String, String> rows = new TreeMap<>();
    StateTables all = replica().projection().tables();
    for (Table table : List.of(all.systemRows(), all.stateRows())) {
      table.range(
          new byte[0],
          null,
          (key, keyAt, keyBytes, value, at, bytes) -> {
            String prefix = table == all.systemRows() ? "system " : "state ";
            rows.put(prefix + text(key, keyAt, keyBytes), text(value, at, bytes));
            return true;
          });
    }
    return rows;
  }

  private static String text(byte[] bytes, int offset, int length) {
    return new String(bytes, offset, length, StandardCharsets.ISO_8859_1);
  }

  byte[] digest() {
    byte[] digest = new byte[32];
    node.dag(store).shown().digest(digest, 0);
    return digest;
  }
}
