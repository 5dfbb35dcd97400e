package dev.latticenano.core.session;

import dev.latticenano.core.Event;
import dev.latticenano.core.Node;
import dev.latticenano.core.RefusedException;
import dev.latticenano.core.crypto.Blake3;
import dev.latticenano.core.dag.Dag;
import dev.latticenano.core.dag.IntList;
import dev.latticenano.core.dag.ReplayProgress;
import dev.latticenano.core.intention.AuthorId;
import dev.latticenano.core.intention.EpochId;
import dev.latticenano.core.intention.GenesisOp;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.intention.KvPayloadWriter;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.intention.SystemOpWriter;
import dev.latticenano.core.intention.UniversalOpWriter;
import dev.latticenano.core.state.ChunkTreeWriter;
import dev.latticenano.core.state.ContentCipher;
import dev.latticenano.core.state.DirEntryWriter;
import dev.latticenano.core.state.FileBatch;
import dev.latticenano.core.state.FileKey;
import dev.latticenano.core.state.FilePath;
import dev.latticenano.core.state.FileState;
import dev.latticenano.core.state.Head;
import dev.latticenano.core.state.KnownTypes;
import dev.latticenano.core.state.KvState;
import dev.latticenano.core.state.Proposal;
import dev.latticenano.core.state.Role;
import dev.latticenano.core.store.StoreException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** One node of a {@link Mesh} with its disk: it can lose power, be restored and be copied. */
final class MeshNode {
  final Mesh mesh;
  final MeshKey key;
  final MeshDisk disk = new MeshDisk();
  final Map<StoreId, MeshStore> logs = new TreeMap<>();
  final List<Event> events = new ArrayList<>();
  final Map<Integer, MeshWire> wires = new TreeMap<>();
  private final Random entropy;
  private final byte[] name;
  private GroupCommit commit = GroupCommit.MAINS;
  Node node;

  MeshNode(Mesh mesh, int number, int key) {
    this.mesh = mesh;
    this.key = new MeshKey(key);
    this.entropy = new Random(mesh.random.nextLong());
    this.name = ("node " + number).getBytes(StandardCharsets.UTF_8);
    start();
  }

  private void start() {
    node = new Node(key, key, key, this::fill, name, disk, new KnownTypes());
    node.groupCommit(commit);
    node.roomProbe(disk::hasRoom);
    node.carrying().share(carried -> Long.MAX_VALUE);
  }

  /** How long what peers bring may wait for its sync, now and after a crash. */
  void groupCommit(GroupCommit newCommit) {
    commit = newCommit;
    node.groupCommit(newCommit);
  }

  private void fill(byte[] out, int offset, int length) {
    byte[] bytes = new byte[length];
    entropy.nextBytes(bytes);
    System.arraycopy(bytes, 0, out, offset, length);
  }

  /** Makes a store in which every node that is in the mesh now may write. */
  StoreId create(String type, int nonce) throws StoreException, RefusedException {
    StoreId id = createAlone(type, nonce);
    grantAll(id);
    return id;
  }

  /** Makes a sealed store in which every node that is in the mesh now may read and write. */
  StoreId createSealed(String type, int nonce) throws StoreException, RefusedException {
    StoreId id = StoreId.derive(Blake3.plain(), key.id(), nonce);
    open(id);
    node.membership(id).begin(new GenesisOp(type, nonce), "sealed", true, mesh.nowMs);
    grantAll(id);
    node.membership(id).rotate(mesh.nowMs);
    mesh.drain(this);
    for (MeshNode other : mesh.nodes) {
      if (other != this) {
        // As a join gives them.
        logs.get(id).keys().copy(other.place(id).keys());
      }
    }
    return id;
  }

  private MeshStore place(StoreId id) {
    return logs.computeIfAbsent(id, each -> new MeshStore(disk));
  }

  /** Makes a store in which this node alone may write. */
  StoreId createAlone(String type, int nonce) throws StoreException, RefusedException {
    byte[] bytes = new byte[32];
    key.publicKey(bytes, 0);
    StoreId id = StoreId.derive(Blake3.plain(), AuthorId.of(bytes, 0), nonce);
    open(id);
    submit(id, new GenesisOp(type, nonce).toOps(), List.of());
    return id;
  }

  /** Makes a store with a random id: whoever knows it may do everything. */
  StoreId createOpen(String type, int nonce) throws StoreException, RefusedException {
    byte[] bytes = new byte[StoreId.BYTES];
    entropy.nextBytes(bytes);
    bytes[6] = (byte) (bytes[6] & 15 | 0x40);
    StoreId id = StoreId.of(bytes, 0);
    open(id);
    submit(id, new GenesisOp(type, nonce).toOps(), List.of());
    return id;
  }

  /** Lets every other node that is in the mesh now write and vote. */
  void grantAll(StoreId id) throws StoreException, RefusedException {
    List<byte[]> grants = new ArrayList<>();
    for (MeshNode other : mesh.nodes) {
      if (!other.key.id().equals(key.id())) {
        grants.add(SystemOpWriter.peerStatus(other.key.id(), 2));
        grants.add(SystemOpWriter.peerRole(other.key.id(), Role.VOTER.number()));
      }
    }
    if (grants.isEmpty()) {
      return;
    }
    byte[] batch = SystemOpWriter.batch(grants);
    UniversalOpWriter writer = new UniversalOpWriter().system(batch, 0, batch.length);
    byte[] out = new byte[writer.length()];
    writer.write(out, 0, out.length);
    submit(id, out, List.of());
  }

  /** Opens a store, empty if it is new here. */
  void open(StoreId id) throws StoreException {
    open(id, place(id));
    mesh.drain(this);
  }

  private void open(StoreId id, MeshStore log) throws StoreException {
    node.open(id, log, log.tables(), log.keys(), mesh.nowMs, ReplayProgress.SILENT);
  }

  Hash submit(StoreId id, byte[] ops, List<Hash> condition)
      throws StoreException, RefusedException {
    Hash written = node.submit(id, ops, condition, mesh.nowMs);
    mesh.drain(this);
    return written;
  }

  void put(StoreId id, String name, int valueBytes) throws StoreException, RefusedException {
    byte[] keyBytes = name.getBytes(StandardCharsets.UTF_8);
    byte[] value = new byte[valueBytes];
    entropy.nextBytes(value);
    byte[] payload = new byte[valueBytes + 64];
    int length =
        new KvPayloadWriter()
            .wrap(payload, 0, payload.length)
            .put(keyBytes, 0, keyBytes.length, value, 0, value.length);
    List<Hash> condition = new ArrayList<>();
    if (node.state(id) instanceof KvState kv) {
      for (Head head : kv.heads(keyBytes).subList(0, Math.min(16, kv.heads(keyBytes).size()))) {
        condition.add(head.hash());
      }
    }
    submit(id, ops(Arrays.copyOf(payload, length)), condition);
  }

  static byte[] ops(byte[] content) {
    UniversalOpWriter writer = new UniversalOpWriter().appData(content, 0, content.length);
    byte[] out = new byte[writer.length()];
    writer.write(out, 0, out.length);
    return out;
  }

  /** Writes a file of random content. */
  void file(StoreId id, String path, int bytes) throws StoreException, RefusedException {
    byte[] content = new byte[bytes];
    entropy.nextBytes(content);
    FilePath at = FilePath.of(path);
    DirEntryWriter entry = new DirEntryWriter().file(at, 0, mesh.nowMs);
    if (bytes < 32_768) {
      entry.inline(content, 0, bytes);
    } else {
      boolean sealed = path.length() % 2 == 1;
      FileKey key = FileKey.of(content, 0, new EpochId(1));
      ContentCipher cipher = new ContentCipher();
      cipher.key(key);
      ChunkTreeWriter tree =
          sealed
              ? new ChunkTreeWriter(cipher, Blake3.plain())
              : new ChunkTreeWriter(Blake3.plain());
      int fed = 0;
      while (fed < bytes) {
        fed += tree.feed(content, fed, bytes - fed);
        keep(tree);
      }
      tree.finish();
      keep(tree);
      entry.chunked(tree.root(), bytes, tree.levels());
      if (sealed) {
        entry.sealed(key, tree.root());
      }
    }
    FileBatch batch = new FileBatch((FileState) node.state(id));
    if (batch.put(at, entry.toBytes()) != FileBatch.Answer.DONE) {
      throw new AssertionError(path);
    }
    for (Proposal proposal : batch.proposals()) {
      submit(id, ops(proposal.op()), proposal.condition());
    }
  }

  private void keep(ChunkTreeWriter tree) throws StoreException {
    while (tree.ready()) {
      disk.write(tree.name(), 0, tree.chunk(), 0, tree.chunkBytes());
      tree.taken();
    }
  }

  /** Loses power: links break, what was not synced is gone, and the node starts again. */
  void crash() throws StoreException {
    MeshPromises promises = MeshPromises.of(this);
    for (MeshWire wire : List.copyOf(wires.values())) {
      wire.cut();
    }
    start();
    disk.power(Long.MAX_VALUE);
    for (Map.Entry<StoreId, MeshStore> log : logs.entrySet()) {
      log.getValue().cutPower();
      open(log.getKey(), log.getValue());
    }
    promises.assertKept(this);
    mesh.drain(this);
  }

  /** Goes back to logs that were copied earlier. */
  void restore(Map<StoreId, MeshStore> backup) throws StoreException {
    for (MeshWire wire : List.copyOf(wires.values())) {
      wire.cut();
    }
    logs.clear();
    logs.putAll(backup);
    crash();
  }

  Map<StoreId, MeshStore> backup() throws StoreException {
    Map<StoreId, MeshStore> copies = new TreeMap<>();
    for (Map.Entry<StoreId, MeshStore> log : logs.entrySet()) {
      copies.put(log.getKey(), log.getValue().copy(disk));
    }
    return copies;
  }

  boolean saw(Class<? extends Event> kind) {
    return events.stream().anyMatch(kind::isInstance);
  }

  List<Event.Complete> completions() {
    return events.stream()
        .filter(Event.Complete.class::isInstance)
        .map(Event.Complete.class::cast)
        .toList();
  }

  /** True if this node has the keys of all that is in the store. */
  boolean reads(StoreId id) {
    return node.projection(id).unread() == 0;
  }

  /** All that a store is here, for comparison: digest, tips and state. */
  String picture(StoreId id) throws StoreException {
    return set(id) + state(id);
  }

  /** Which intentions of a store are here, for comparison: digest and tips. */
  String set(StoreId id) throws StoreException {
    Dag dag = node.dag(id);
    byte[] hash = new byte[32];
    List<String> lines = new ArrayList<>();
    IntList tips = new IntList();
    for (int author = 0; author < dag.authorCount(); author++) {
      dag.copyAuthorKey(author, hash, 0);
      String who = Hash.of(hash, 0).shortText();
      dag.shown().tips(author, tips);
      for (int i = 0; i < tips.count(); i++) {
        dag.copyHash(tips.at(i), hash, 0);
        lines.add(who + " " + dag.height(tips.at(i)) + " " + Hash.of(hash, 0));
      }
    }
    lines.sort(null);
    dag.shown().digest(hash, 0);
    return Hash.of(hash, 0) + " " + node.projection(id).type() + " " + lines;
  }

  private String state(StoreId id) throws StoreException {
    StringBuilder out = new StringBuilder();
    if (node.state(id) instanceof KvState kv) {
      kv.list(
          new byte[0],
          (name, winner, conflicted) -> {
            out.append(new String(name, StandardCharsets.UTF_8)).append(winner.hash());
            return out.append(conflicted).length() >= 0;
          });
    } else if (node.state(id) instanceof FileState files) {
      files.list(
          null,
          true,
          entry -> {
            out.append(entry.path());
            return out.append(entry.head() == null ? "" : entry.head().hash()).length() >= 0;
          });
    }
    return out.toString();
  }
}
