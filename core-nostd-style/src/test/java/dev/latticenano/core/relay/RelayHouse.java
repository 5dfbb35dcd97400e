package dev.latticenano.core.relay;

import dev.latticenano.core.bytes.Hex;
import dev.latticenano.core.crypto.Ed25519Signer;
import dev.latticenano.core.crypto.Ed25519Verifier;
import dev.latticenano.core.dag.ReplayProgress;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.store.MemoryChunks;
import dev.latticenano.core.store.MemoryTables;
import dev.latticenano.core.store.StoreException;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** A relay on one machine, in memory: it can lose power and start again. */
final class RelayHouse implements RelayPlaces, RelayMemory {
  final RelayWorld world;
  final Ed25519Signer signer;
  final Map<StoreId, Place> places = new TreeMap<>();
  final List<RelayEvent> events = new ArrayList<>();
  final Set<StoreId> elsewhere = new TreeSet<>();
  private final Map<String, byte[]> memory = new TreeMap<>();
  private final int seed;
  private Random entropy;
  private final RelaySettings settings;
  private byte tickets;
  Relay relay;

  RelayHouse(RelayWorld world, int seed, RelaySettings settings) {
    byte[] secret = new byte[32];
    secret[0] = (byte) seed;
    secret[1] = 1;
    this.world = world;
    this.signer = new Ed25519Signer(secret, 0);
    this.seed = seed;
    this.settings = settings;
    start();
  }

  private void start() {
    entropy = new Random(seed);
    relay = new Relay(signer, new Ed25519Verifier(), this::fill, this, this, settings);
  }

  private void fill(byte[] out, int offset, int length) {
    for (int i = 0; i < length; i++) {
      out[offset + i] = (byte) entropy.nextInt();
    }
  }

  /** Loses power and starts again; its links are gone. */
  void crash() throws StoreException {
    world.cutAll(this);
    for (Place place : places.values()) {
      ((FullLog) place.log()).cutPower();
      ((MemoryTables) place.tables()).cutPower();
    }
    start();
    relay.open(world.nowMs, ReplayProgress.SILENT);
  }

  /** A ticket for any stores. */
  Ticket ticket(long space, long untilMs, int stores) {
    byte[] number = new byte[Ticket.NUMBER_BYTES];
    number[0] = ++tickets;
    return Ticket.sign(signer, number, new Ticket.Promise(space, 0, untilMs, stores));
  }

  @Override
  public Place open(StoreId store) throws StoreException {
    if (elsewhere.contains(store)) {
      throw new StoreException(StoreException.Kind.LOCKED, "another serves " + store, null);
    }
    return places.computeIfAbsent(
        store, id -> new Place(new FullLog(), new MemoryTables(64), new MemoryChunks()));
  }

  @Override
  public String holder(StoreId store) {
    return elsewhere.contains(store) ? "two.example:7400" : null;
  }

  @Override
  public void remove(StoreId store) {
    places.remove(store);
  }

  @Override
  public void keep(byte[] name, byte[] value) {
    memory.put(Hex.encode(name), value.clone());
  }

  @Override
  public void forget(byte[] name) {
    memory.remove(Hex.encode(name));
  }

  @Override
  public void read(RelayMemory.Reader reader) throws StoreException {
    for (Map.Entry<String, byte[]> each : memory.entrySet()) {
      reader.value(Hex.decode(each.getKey()), each.getValue().clone());
    }
  }

  /** The disk is full, or has room again. */
  void full(boolean newFull) {
    places.values().forEach(each -> ((FullLog) each.log()).full = newFull);
  }

  /** All that lies in a store's log, as text. */
  String logText(StoreId store) throws StoreException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    places
        .get(store)
        .log()
        .scan(
            0,
            (position, kind, bytes, offset, length) -> {
              out.write(bytes, offset, length);
              return true;
            });
    return out.toString(StandardCharsets.ISO_8859_1);
  }

  void drainEvents() {
    for (RelayEvent event = relay.pollEvent(); event != null; event = relay.pollEvent()) {
      events.add(event);
    }
  }

  /** Takes the events of a kind. */
  <E extends RelayEvent> List<E> take(Class<E> kind) {
    List<E> found = events.stream().filter(kind::isInstance).map(kind::cast).toList();
    events.removeAll(found);
    return found;
  }
}
