package dev.latticenano.bench.soak;

import dev.latticenano.core.crypto.Ed25519Verifier;
import dev.latticenano.core.dag.Dag;
import dev.latticenano.core.intention.AuthorId;
import dev.latticenano.core.state.FileState;
import dev.latticenano.core.state.KvState;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Whoever calls the relay: three stores (a key-value store of three that also holds a liar, one of
 * a writer who writes much, a store of files of two), those who join, and two hostile clients.
 */
public final class SoakPopulation {
  private static final int PAUSE_MS = 1_500;
  private static final int BUSY_MS = 600;
  private static final int FILES_MS = 8_000;
  private static final int JOINED_MS = 10_000;
  private static final int JOINERS = 100;

  private final SoakRelay relay;
  private final Acknowledged acknowledged;
  private final Doorstep doorstep;
  private final long seed;
  private final KnownSignatures known = new KnownSignatures();
  private final List<SoakStore> stores = new ArrayList<>();
  private final List<SoakClient> clients = new ArrayList<>();
  private final List<Thread> threads = new ArrayList<>();
  private final SplittableRandom random;
  private FloodingStranger flooding;
  private LyingMember lying;
  private int joined;

  /** Nobody has called yet. */
  public SoakPopulation(SoakRelay relay, Acknowledged acknowledged, Doorstep doorstep, long seed) {
    this.relay = relay;
    this.acknowledged = acknowledged;
    this.doorstep = doorstep;
    this.seed = seed;
    this.random = new SplittableRandom(seed - 1);
  }

  private SoakClient client(int number, int pauseMs) {
    return new SoakClient(number, seed, pauseMs, relay.port(), known, acknowledged, doorstep);
  }

  private SoakStore store(int number, String type, int pauseMs, int writers) throws Exception {
    SoakStore store = new SoakStore(relay, client(number, pauseMs), number, type);
    for (int i = 1; i < writers; i++) {
      store.let(client(number + i, pauseMs));
    }
    stores.add(store);
    clients.addAll(store.clients());
    return store;
  }

  /** Makes the stores, brings them to the relay, which runs, and has all call. */
  public void begin() throws Exception {
    SoakStore notes = store(1, KvState.TYPE, PAUSE_MS, 3);
    store(11, KvState.TYPE, BUSY_MS, 1);
    store(21, FileState.TYPE, FILES_MS, 2);
    AuthorId liar = LyingMember.key(seed + 1);
    notes.let(liar);
    for (SoakStore each : stores) {
      each.bring();
    }
    List<byte[]> words = words(notes);
    flooding = new FloodingStranger(seed, relay.port(), words, doorstep);
    lying = new LyingMember(seed + 1, relay.port(), words, doorstep).of(notes.id());
    clients.forEach(this::start);
    start(flooding);
    start(lying);
  }

  /** What hostile clients know of a store: its intentions. */
  private static List<byte[]> words(SoakStore store) throws Exception {
    Dag dag = store.clients().get(0).member().node().dag(store.id());
    List<byte[]> words = new ArrayList<>();
    byte[] out = new byte[1 << 16];
    for (int place = 1; place <= dag.sequence(); place++) {
      words.add(Arrays.copyOf(out, dag.read(dag.rowAtSequence(place), out, 0)));
    }
    words.add(store.id().toBytes());
    return words;
  }

  private void start(Runnable who) {
    Thread thread = new Thread(who, who.getClass().getSimpleName());
    thread.setDaemon(true);
    synchronized (threads) {
      threads.add(thread);
    }
    thread.start();
  }

  /** Some client's link is cut. */
  public void cut() {
    synchronized (clients) {
      clients.get(random.nextInt(clients.size())).cut();
    }
  }

  /** Somebody joins one of the key-value stores. */
  public void join() {
    SoakClient client = client(JOINERS + joined++, JOINED_MS);
    stores
        .get(joined % 2)
        .join(
            client,
            () -> {
              synchronized (clients) {
                clients.add(client);
              }
              start(client);
            });
  }

  /** What was acknowledged and a reader with nothing does not find at the relay; a line each. */
  public List<String> check(boolean anew) throws Exception {
    List<String> missing = new ArrayList<>();
    for (SoakStore each : stores) {
      missing.addAll(each.check(acknowledged, anew ? new Ed25519Verifier() : known));
    }
    return missing;
  }

  /** What went wrong at clients; a line each. */
  public List<String> faults() {
    List<String> faults = new ArrayList<>();
    synchronized (clients) {
      for (SoakClient each : clients) {
        if (each.fault() != null) {
          each.fault().printStackTrace();
          faults.add(each + ": " + each.fault());
        }
      }
    }
    return faults;
  }

  /** Clients write no more and bring what they have; false if some does not get there in time. */
  public boolean finish(long waitMs) throws InterruptedException {
    List<SoakClient> all;
    synchronized (clients) {
      all = List.copyOf(clients);
    }
    all.forEach(SoakClient::end);
    long untilMs = System.currentTimeMillis() + waitMs;
    for (Thread each : started()) {
      if (each.getName().equals(SoakClient.class.getSimpleName())) {
        each.join(Math.max(1, untilMs - System.currentTimeMillis()));
      }
    }
    all.stream().filter(each -> !each.isRested()).forEach(System.out::println);
    return all.stream().allMatch(SoakClient::isRested);
  }

  private List<Thread> started() {
    synchronized (threads) {
      return List.copyOf(threads);
    }
  }

  @Override
  public String toString() {
    return stores.size()
        + " stores, "
        + clients.size()
        + " clients, "
        + joined
        + " of them joined; "
        + flooding.attacks()
        + " and "
        + lying.attacks()
        + " attacks";
  }
}
