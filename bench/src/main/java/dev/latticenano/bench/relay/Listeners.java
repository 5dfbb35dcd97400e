package dev.latticenano.bench.relay;

import dev.latticenano.core.crypto.ChaCha20Poly1305;
import dev.latticenano.core.crypto.Ed25519Verifier;
import dev.latticenano.core.dag.Dag;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.link.LinkEnd;
import dev.latticenano.core.noise.NoiseLink;
import dev.latticenano.core.noise.TransportKey;
import dev.latticenano.core.session.Held;
import dev.latticenano.core.session.LinkProfile;
import dev.latticenano.core.session.Peer;
import dev.latticenano.core.session.Wanted;
import dev.latticenano.core.store.MemoryChunks;
import dev.latticenano.core.store.MemoryStore;
import dev.latticenano.core.store.MemoryTables;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.host.SystemEntropy;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Many links of members of one store to a relay, on one thread, and how long each intention took to
 * each of them from when it was written. A link that has nothing to read costs nothing.
 */
public final class Listeners implements AutoCloseable {
  private static final int JOINING_MAX = 64;
  private static final long WAIT_MS = 300_000;

  // Then the relay, too, has heard that all are complete.
  private static final long QUIET_MS = 2000;

  private final Selector selector = Selector.open();
  private final List<Listener> all = new ArrayList<>();
  private final AtomicLong deliveries = new AtomicLong();
  private final AtomicLongArray writtenNs;
  private final Listener.Tools tools;
  private final Held held;
  private final List<TransportKey> keys = new ArrayList<>();
  private final List<Member> members;
  private final int port;
  private Latencies latencies = new Latencies();
  private long lastNs;
  private Thread thread;
  private volatile boolean over;
  private volatile Throwable failure;

  /**
   * None yet.
   *
   * @param members whose keys prove the links, by turns; the first wrote the store
   * @param writtenNs when each intention that comes was written, by {@code System.nanoTime}
   */
  public Listeners(int port, StoreId store, List<Member> members, AtomicLongArray writtenNs)
      throws IOException, StoreException {
    this.port = port;
    this.members = members;
    this.writtenNs = writtenNs;
    Member owner = members.get(0);
    Dag dag = new Dag(store, new MemoryStore(), new MemoryTables(), new Ed25519Verifier());
    Dag from = owner.node().dag(store);
    byte[] record = new byte[1 << 20];
    for (int place = 1; place <= from.sequence(); place++) {
      dag.ingest(record, 0, from.read(from.rowAtSequence(place), record, 0), 0);
    }
    MemoryStore log = new MemoryStore();
    held = new Held(store, dag, log);
    held.sync(0);
    byte[] author = new byte[32];
    owner.key().write(author, 0);
    tools = new Listener.Tools(store, author, this::came);
    for (Member each : members) {
      byte[] secret = new byte[TransportKey.BYTES];
      new SystemEntropy().fill(secret, 0, secret.length);
      keys.add(new TransportKey(secret, each.signer()));
    }
  }

  private void came(int index) {
    lastNs = System.nanoTime();
    latencies.add(lastNs - writtenNs.get(index));
    deliveries.lazySet(deliveries.get() + 1);
  }

  /** Has so many links listen, and from then on takes what comes on a thread of its own. */
  public void join(int count) throws IOException, StoreException {
    long untilMs = System.currentTimeMillis() + WAIT_MS;
    long quietSinceMs = Long.MAX_VALUE;
    while (quietSinceMs == Long.MAX_VALUE || System.currentTimeMillis() < quietSinceMs + QUIET_MS) {
      int complete = tick();
      if (all.size() < count && all.size() - complete < JOINING_MAX) {
        call();
      }
      boolean done = complete == count;
      quietSinceMs = done ? Math.min(quietSinceMs, System.currentTimeMillis()) : Long.MAX_VALUE;
      turn(1);
      if (System.currentTimeMillis() > untilMs) {
        throw new IOException(complete + " of " + count + " are listening");
      }
    }
    all.forEach(Listener::listen);
    thread = new Thread(this::run, "listeners");
    thread.setDaemon(true);
    thread.start();
  }

  /** Ticks all; returns how many are complete. */
  private int tick() throws IOException, StoreException {
    long nowMs = System.currentTimeMillis();
    int complete = 0;
    for (Listener each : all) {
      each.tick(nowMs);
      complete += each.isComplete() ? 1 : 0;
    }
    return complete;
  }

  private void call() throws IOException {
    int number = all.size();
    int who = number % members.size();
    byte[] key = new byte[32];
    members.get(who).key().write(key, 0);
    SocketChannel channel = SocketChannel.open(new InetSocketAddress("127.0.0.1", port));
    channel.configureBlocking(false);
    NoiseLink noise =
        new NoiseLink(
            keys.get(who),
            new Ed25519Verifier(),
            new SystemEntropy(),
            new ChaCha20Poly1305(),
            true,
            null,
            0);
    LinkEnd end =
        new LinkEnd(
            LinkProfile.TCP,
            noise,
            () ->
                new Peer(
                    number,
                    LinkProfile.TCP,
                    key,
                    new byte[] {'s'},
                    List.of(held),
                    new MemoryChunks(),
                    new Wanted()),
            proven -> {});
    Listener listener = new Listener(channel, noise, end, held, tools);
    channel.register(selector, SelectionKey.OP_READ, listener);
    all.add(listener);
  }

  private void turn(long waitMs) throws IOException {
    selector.select(
        key -> {
          try {
            ((Listener) key.attachment()).read(System.currentTimeMillis());
          } catch (IOException | StoreException e) {
            failure = e;
            key.cancel();
          }
        },
        waitMs);
    if (failure != null) {
      throw new IOException(failure);
    }
  }

  private void run() {
    try {
      while (!over) {
        turn(50);
      }
    } catch (IOException e) {
      failure = e;
    }
  }

  /** Intentions that came over all links so far. */
  public long deliveries() throws IOException {
    if (failure != null) {
      throw new IOException(failure);
    }
    return deliveries.get();
  }

  /** Ends the thread. */
  public void stop() throws InterruptedException {
    over = true;
    selector.wakeup();
    thread.join();
  }

  /** Goes on after {@link #stop}, with no latencies yet; what comes next is the {@code next}th. */
  public void again(int next) {
    all.forEach(each -> each.expect(next));
    over = false;
    latencies = new Latencies();
    thread = new Thread(this::run, "listeners");
    thread.setDaemon(true);
    thread.start();
  }

  /** How often a round had to bring what pushing did not, over all links. */
  public int rounds() {
    return all.stream().mapToInt(Listener::rounds).sum();
  }

  /** How long each took to each link; once it stands still. */
  public Latencies latencies() {
    return latencies.sorted();
  }

  /** When the last one came, by {@code System.nanoTime}. */
  public long lastNs() {
    return lastNs;
  }

  @Override
  public void close() throws IOException {
    over = true;
    for (Listener each : all) {
      each.channel().close();
    }
    selector.close();
  }
}
