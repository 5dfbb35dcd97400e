package dev.latticenano.core.relay;

import dev.latticenano.core.EpochKeys;
import dev.latticenano.core.Event;
import dev.latticenano.core.Node;
import dev.latticenano.core.RefusedException;
import dev.latticenano.core.crypto.Blake3;
import dev.latticenano.core.crypto.Ed25519Signer;
import dev.latticenano.core.crypto.Ed25519Verifier;
import dev.latticenano.core.dag.Dag;
import dev.latticenano.core.dag.ReplayProgress;
import dev.latticenano.core.intention.AuthorId;
import dev.latticenano.core.intention.GenesisOp;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.intention.KvPayloadWriter;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.intention.UniversalOpWriter;
import dev.latticenano.core.seal.EpochKey;
import dev.latticenano.core.seal.Keyring;
import dev.latticenano.core.state.KnownTypes;
import dev.latticenano.core.state.KvState;
import dev.latticenano.core.state.Role;
import dev.latticenano.core.store.MemoryChunks;
import dev.latticenano.core.store.MemoryStore;
import dev.latticenano.core.store.MemoryTables;
import dev.latticenano.core.store.StoreException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** A real node of somebody who uses relays, in memory, with its errands at them. */
final class RelayMember {
  final RelayWorld world;
  final Ed25519Signer signer;
  final Node node;
  final MemoryChunks chunks = new MemoryChunks();
  final RelayErrands errands = new RelayErrands();
  final List<Event> events = new ArrayList<>();
  private final Map<StoreId, KeptKeys> keys = new TreeMap<>();
  private final Random entropy;

  RelayMember(RelayWorld world, int seed) {
    byte[] secret = new byte[32];
    secret[0] = (byte) seed;
    this.world = world;
    this.signer = new Ed25519Signer(secret, 0);
    this.entropy = new Random(seed);
    node =
        new Node(
            signer,
            signer,
            new Ed25519Verifier(),
            this::fill,
            new byte[] {'n'},
            chunks,
            new KnownTypes());
    node.doors().errands((link, peer) -> errands);
  }

  private void fill(byte[] out, int offset, int length) {
    for (int i = 0; i < length; i++) {
      out[offset + i] = (byte) entropy.nextInt();
    }
  }

  AuthorId key() {
    return node.key();
  }

  /** Makes a sealed store. */
  StoreId create(int nonce) throws StoreException, RefusedException {
    return create(KvState.TYPE, nonce);
  }

  /** Makes a sealed store of a type. */
  StoreId create(String type, int nonce) throws StoreException, RefusedException {
    StoreId id = StoreId.derive(Blake3.plain(), key(), nonce);
    open(id);
    node.membership(id).begin(new GenesisOp(type, nonce), "s", true, world.nowMs);
    return id;
  }

  /** Makes a store in the clear. */
  StoreId createClear(int nonce) throws StoreException, RefusedException {
    StoreId id = StoreId.derive(Blake3.plain(), key(), nonce);
    open(id);
    node.submit(id, new GenesisOp(KvState.TYPE, nonce).toOps(), List.of(), world.nowMs);
    return id;
  }

  void open(StoreId store) throws StoreException {
    KeptKeys own = keys.computeIfAbsent(store, id -> new KeptKeys());
    node.open(
        store, new MemoryStore(), new MemoryTables(), own, world.nowMs, ReplayProgress.SILENT);
  }

  /** As above, with the keys that a join would have given. */
  void open(StoreId store, RelayMember from) throws StoreException {
    KeptKeys own = new KeptKeys();
    own.keys.addAll(from.keys.get(store).keys);
    keys.put(store, own);
    open(store);
  }

  private static final class KeptKeys implements EpochKeys {
    private final List<EpochKey> keys = new ArrayList<>();

    @Override
    public void load(Keyring ring) {
      keys.forEach(ring::add);
    }

    @Override
    public void keep(EpochKey key) {
      keys.add(key);
    }
  }

  void grant(StoreId store, AuthorId peer, Role role) throws StoreException, RefusedException {
    node.membership(store).setRole(peer, role, world.nowMs);
  }

  Hash put(StoreId store, String key, String value) throws StoreException, RefusedException {
    byte[] name = key.getBytes(StandardCharsets.UTF_8);
    byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
    byte[] out = new byte[100_000];
    KvPayloadWriter payload = new KvPayloadWriter().wrap(out, 0, out.length);
    payload.put(name, 0, name.length, bytes, 0, bytes.length);
    UniversalOpWriter writer = new UniversalOpWriter().appData(out, 0, payload.length());
    byte[] ops = new byte[writer.length()];
    writer.write(ops, 0, ops.length);
    return node.submit(store, ops, List.of(), world.nowMs);
  }

  /** Says that it has seen what is here of everybody. */
  Hash ack(StoreId store) throws StoreException, RefusedException {
    Dag dag = node.dag(store);
    List<Hash> tips = new ArrayList<>();
    byte[] hash = new byte[Hash.BYTES];
    for (int author = 0; author < dag.authorCount(); author++) {
      for (int i = 0;
          i < dag.tipCount(author) && dag.findAuthor(key().toBytes(), 0) != author;
          i++) {
        dag.copyHash(dag.tip(author, i), hash, 0);
        tips.add(Hash.of(hash, 0));
      }
    }
    return node.submit(store, new byte[0], tips, world.nowMs);
  }

  /** The value of a key; null for none. */
  String get(StoreId store, String key) throws StoreException {
    byte[] name = key.getBytes(StandardCharsets.UTF_8);
    if (!(node.state(store) instanceof KvState state)) {
      return null;
    }
    byte[] value = state.value(name);
    return value == null ? null : new String(value, StandardCharsets.UTF_8);
  }

  int count(StoreId store) {
    return node.dag(store).sequence();
  }

  void drainEvents() {
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
}
