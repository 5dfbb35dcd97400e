package dev.latticenano.core;

import dev.latticenano.core.crypto.Blake3;
import dev.latticenano.core.crypto.Ed25519Signer;
import dev.latticenano.core.crypto.Ed25519Verifier;
import dev.latticenano.core.dag.BaseWriter;
import dev.latticenano.core.dag.Dag;
import dev.latticenano.core.dag.ReplayProgress;
import dev.latticenano.core.intention.AuthorId;
import dev.latticenano.core.intention.EnvelopeWriter;
import dev.latticenano.core.intention.GenesisOp;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.intention.IntentionProof;
import dev.latticenano.core.intention.IntentionWriter;
import dev.latticenano.core.intention.KvPayloadWriter;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.intention.SystemOpWriter;
import dev.latticenano.core.intention.UniversalOpWriter;
import dev.latticenano.core.session.LinkProfile;
import dev.latticenano.core.snapshot.Frontier;
import dev.latticenano.core.state.Head;
import dev.latticenano.core.state.KnownTypes;
import dev.latticenano.core.state.KvState;
import dev.latticenano.core.store.MemoryChunks;
import dev.latticenano.core.store.MemoryTables;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.core.store.Tables;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** A node with one key-value store that anybody may write to, in memory, mostly without links. */
final class KvNode implements ScratchTables {
  static final StoreId STORE = StoreId.parse("bbbbbbbb-bbbb-4bbb-8bbb-bbbbbbbbbbbb");
  static final long NOW_MS = 1_800_000_000_000L;
  private static final int LINK = 1;

  final MemoryChunks chunks = new MemoryChunks();
  final MemoryTables tables = new MemoryTables();
  final Node node;
  final List<Event> events = new ArrayList<>();
  int scratchesOpen;
  final PieceLog log = new PieceLog(new Power());
  private final Author author;
  private final Ed25519Signer signer;
  private final byte[] buffer = new byte[Limits.SIGNED_BYTES_MAX];
  private long nowMs = NOW_MS;

  KvNode(int seed) throws StoreException {
    byte[] secret = new byte[32];
    secret[0] = (byte) seed;
    signer = new Ed25519Signer(secret, 0);
    author = new Author(signer, Blake3.plain());
    node =
        new Node(
            signer,
            signer,
            new Ed25519Verifier(),
            (out, offset, length) -> out[offset] = (byte) seed,
            new byte[0],
            chunks,
            new KnownTypes());
    node.open(STORE, log, tables, new HeapKeys(), nowMs, ReplayProgress.SILENT);
  }

  /** Closes the store and opens it again over the same log. */
  void reopen() throws StoreException {
    node.close(STORE, nowMs);
    node.open(STORE, log, tables, new HeapKeys(), nowMs, ReplayProgress.SILENT);
  }

  @Override
  public Tables open() {
    scratchesOpen++;
    return new MemoryTables(50);
  }

  @Override
  public void drop() {
    scratchesOpen--;
  }

  Replica replica() {
    return node.replica(STORE);
  }

  AuthorId key() {
    return node.key();
  }

  void begin() throws StoreException, RefusedException {
    node.submit(STORE, new GenesisOp(KvState.TYPE, 1).toOps(), List.of(), nowMs);
    settle();
  }

  void settle() throws StoreException {
    do {
      node.tick(++nowMs);
      drain();
    } while (replica().projection().isBehind());
  }

  private void drain() {
    for (Event event = node.pollEvent(); event != null; event = node.pollEvent()) {
      events.add(event);
    }
  }

  long nowMs() {
    return nowMs;
  }

  /** Time passes, of which the node hears nothing yet. */
  void wake(long ms) {
    nowMs += ms;
  }

  /** Time passes, and the node does what is due. */
  void later(long ms) throws StoreException {
    wake(ms);
    do {
      node.tick(nowMs);
      drain();
    } while (node.nextDeadlineMs() <= nowMs);
  }

  /** Meets another one over a link, until neither has anything to say, and parts. */
  void meet(KvNode other) throws StoreException {
    node.doors().open(LINK, LinkProfile.TCP, true, null);
    other.node.doors().open(LINK, LinkProfile.TCP, false, null);
    settle();
    other.settle();
    while (tell(other) | other.tell(this)) {
      continue;
    }
    node.unlink(LINK);
    other.node.unlink(LINK);
  }

  private boolean tell(KvNode other) throws StoreException {
    byte[] frame = new byte[Limits.FRAME_BYTES_MAX];
    boolean any = false;
    for (int length = node.transmit(LINK, frame, 0, nowMs);
        length > 0;
        length = node.transmit(LINK, frame, 0, nowMs)) {
      other.node.receive(LINK, frame, 0, length, other.nowMs);
      other.drain();
      any = true;
    }
    drain();
    return any;
  }

  /** Makes {@code peer} a member that votes. */
  void admit(AuthorId peer) throws StoreException, RefusedException {
    say(peer, 2);
  }

  /** Says what {@code peer} is: 2 active, 3 dormant, 4 revoked. */
  void say(AuthorId peer, int status) throws StoreException, RefusedException {
    node.submit(STORE, status(peer, status), List.of(), nowMs);
    settle();
  }

  /** Puts or, if the value is null, deletes; cites all heads of the key. */
  void write(String key, String value) throws StoreException, RefusedException {
    byte[] name = key.getBytes(StandardCharsets.UTF_8);
    byte[] out = new byte[130_000];
    KvPayloadWriter payload = new KvPayloadWriter().wrap(out, 0, out.length);
    if (value == null) {
      payload.delete(name, 0, name.length);
    } else {
      byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
      payload.put(name, 0, name.length, bytes, 0, bytes.length);
    }
    List<Hash> heads = ((KvState) node.state(STORE)).heads(name).stream().map(Head::hash).toList();
    submit(new UniversalOpWriter().appData(out, 0, payload.length()), heads);
  }

  /**
   * Puts or deletes several keys in one intention, in their order; cites their heads or nothing.
   */
  void batch(Map<String, String> writes, boolean cites) throws StoreException, RefusedException {
    byte[] out = new byte[70_000];
    KvPayloadWriter payload = new KvPayloadWriter().wrap(out, 0, out.length);
    List<Hash> heads = new ArrayList<>();
    for (Map.Entry<String, String> write : writes.entrySet()) {
      byte[] name = write.getKey().getBytes(StandardCharsets.UTF_8);
      for (Head head : ((KvState) node.state(STORE)).heads(name)) {
        if (cites && !heads.contains(head.hash())) {
          heads.add(head.hash());
        }
      }
      if (write.getValue() == null) {
        payload.delete(name, 0, name.length);
      } else {
        byte[] bytes = write.getValue().getBytes(StandardCharsets.UTF_8);
        payload.put(name, 0, name.length, bytes, 0, bytes.length);
      }
    }
    submit(new UniversalOpWriter().appData(out, 0, payload.length()), heads);
  }

  void rename(String name) throws StoreException, RefusedException {
    byte[] op = SystemOpWriter.storeName(name);
    submit(new UniversalOpWriter().system(op, 0, op.length), List.of());
  }

  void submit(UniversalOpWriter ops, List<Hash> condition) throws StoreException, RefusedException {
    byte[] bytes = new byte[ops.length()];
    ops.write(bytes, 0, bytes.length);
    int cited = Math.min(condition.size(), Limits.CONDITION_HASHES_EMITTED);
    node.submit(STORE, bytes, condition.subList(0, cited), nowMs);
    settle();
  }

  /** Writes ops that mark what they supersede; zero: nothing. */
  void mark(UniversalOpWriter ops, Hash supersedesThrough) throws StoreException, RefusedException {
    byte[] bytes = new byte[ops.length()];
    ops.write(bytes, 0, bytes.length);
    author.write(replica(), bytes, supersedesThrough, List.of(), nowMs);
    settle();
  }

  /** Writes exactly these ops on its own tip, as some other program might. */
  void writeRaw(byte[] ops) throws StoreException {
    Dag dag = replica().dag();
    int tip = dag.tip(dag.findAuthor(key().toBytes(), 0), 0);
    byte[] hash = new byte[Hash.BYTES];
    dag.copyHash(tip, hash, 0);
    IntentionWriter writer = new IntentionWriter().clear().author(key()).store(STORE);
    writer.storePrev(hash, 0).timestamp(dag.wallMs(tip), dag.counter(tip) + 1);
    writer.ops(ops, 0, ops.length);
    int length =
        IntentionProof.sign(writer, signer, Blake3.plain(), buffer, 0, buffer.length, hash, 0);
    dag.ingest(buffer, 0, length, nowMs);
    settle();
  }

  /** Ops in a clear envelope. */
  static byte[] enveloped(byte[] ops, boolean keep) {
    EnvelopeWriter envelope = new EnvelopeWriter().keep(keep).clear(ops, 0, ops.length);
    byte[] content = new byte[envelope.length()];
    envelope.write(content, 0, content.length);
    UniversalOpWriter universal = new UniversalOpWriter().envelope(content, 0, content.length);
    byte[] out = new byte[universal.length()];
    universal.write(out, 0, out.length);
    return out;
  }

  /** Ops that say what {@code peer} is. */
  static byte[] status(AuthorId peer, int status) {
    byte[] op = SystemOpWriter.peerStatus(peer, status);
    UniversalOpWriter writer = new UniversalOpWriter().system(op, 0, op.length);
    byte[] out = new byte[writer.length()];
    writer.write(out, 0, out.length);
    return out;
  }

  /** Says what it has seen of {@code others}. */
  void ack(KvNode... others) throws StoreException, RefusedException {
    byte[] hash = new byte[Hash.BYTES];
    List<Hash> tips = new ArrayList<>();
    Dag dag = replica().dag();
    for (KvNode other : others) {
      int number = dag.findAuthor(other.key().toBytes(), 0);
      // Of somebody all of whose intentions float here there is nothing to name.
      if (number != Dag.NONE && dag.authorHeight(number) > 0) {
        dag.copyHash(dag.rowAtHeight(number, dag.authorHeight(number)), hash, 0);
        tips.add(Hash.of(hash, 0));
      }
    }
    node.submit(STORE, new byte[0], tips, nowMs);
    settle();
  }

  /** Takes some of what {@code other} holds: the first {@code count} of its witness order. */
  void take(KvNode other, int count) throws StoreException {
    Dag dag = other.replica().dag();
    int end = Math.min(count, dag.sequence());
    for (int row = dag.pruning().next(0); row < end; row = dag.pruning().next(row + 1)) {
      // As a session does, it brings nothing of which the tip at a floor is here.
      dag.copyAuthorKey(dag.author(row), buffer, 0);
      int author = replica().dag().findAuthor(buffer, 0);
      if (author == Dag.NONE || dag.height(row) > replica().dag().pruning().floor(author)) {
        takeRow(other, row);
      }
    }
    settle();
  }

  /** The snapshot at {@code heights}, one for each author here. */
  SnapshotMaking snapshot(int[] heights) throws StoreException {
    SnapshotMaking making =
        new SnapshotMaking(
            replica(), heights, new KnownTypes(), this, null, chunks, new RowBuffer());
    while (!making.turn(1000)) {
      continue;
    }
    return making;
  }

  /** Drops what lies at or below {@code at}, but for what the state there names. */
  void prune(Frontier at, List<Hash> named) throws StoreException {
    Dag dag = replica().dag();
    int[] heights = new int[dag.authorCount()];
    for (int i = 0; i < at.count(); i++) {
      heights[dag.findAuthor(at.rows(), at.authorOffset(i))] = at.height(i);
    }
    BaseWriter base = dag.pruning().begin(heights);
    for (Hash each : named) {
      base.keep(each.toBytes(), 0);
    }
    base.end();
  }

  /** The signed intention of {@code row}. */
  byte[] bytes(int row) throws StoreException {
    return Arrays.copyOf(buffer, replica().dag().read(row, buffer, 0));
  }

  void takeBytes(byte[] signed) throws StoreException {
    replica().dag().ingest(signed, 0, signed.length, nowMs);
  }

  void takeRow(KvNode other, int row) throws StoreException {
    int length = other.replica().dag().read(row, buffer, 0);
    replica().dag().ingest(buffer, 0, length, nowMs);
  }
}
