package dev.latticenano.bench;

import dev.latticenano.core.SnapshotPolicy;
import dev.latticenano.core.dag.Dag;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.intention.InviteToken;
import dev.latticenano.core.intention.KvPayloadWriter;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.intention.UniversalOpWriter;
import dev.latticenano.core.session.LinkProfile;
import dev.latticenano.core.state.KvState;
import dev.latticenano.core.state.Role;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.edge.Conversation;
import dev.latticenano.edge.NodeHome;
import dev.latticenano.edge.SnapshotNow;
import dev.latticenano.host.Failure;
import dev.latticenano.link.TcpDoor;
import dev.latticenano.link.TcpLink;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;

/**
 * How long a guest takes to have a sealed store of ten writes for each key, invited over TCP on one
 * machine, until its state is whole and durable: from a node with its whole log, and from the same
 * node after it dropped that below a snapshot, with a hundredth as many writes above it. Arguments:
 * a folder (default: the working folder) and the keys (10000).
 */
public final class BootstrapBench {
  private static final int WRITES_A_KEY = 10;
  private static final int TAIL_SHARE = 100;
  private static final int VALUE_BYTES = 100;
  private static final int CONNECT_MS = 5000;
  private static final long SILENCE_MS = 600_000;

  private final Path folder;
  private final int keys;
  private final SplittableRandom random = new SplittableRandom(1);
  private final Hash[] last;
  private NodeHome laptop;
  private StoreId store;

  private BootstrapBench(Path folder, int keys) {
    this.folder = folder;
    this.keys = keys;
    this.last = new Hash[keys];
  }

  /** Writes, lets two guests in, prints. */
  public static void main(String[] arguments) throws Exception {
    Path place = Path.of(arguments.length > 0 ? arguments[0] : ".");
    int keys = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 10_000;
    Path folder = Files.createTempDirectory(Files.createDirectories(place), "bootstrap-bench");
    try {
      new BootstrapBench(folder, keys).run();
    } finally {
      try (Stream<Path> all = Files.walk(folder)) {
        all.sorted(Comparator.reverseOrder()).forEach(BootstrapBench::delete);
      }
    }
    System.exit(0);
  }

  private static void delete(Path path) {
    try {
      Files.delete(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void run() throws Exception {
    NodeHome.create(folder.resolve("laptop"), "laptop");
    laptop = NodeHome.open(folder.resolve("laptop"));
    laptop.node().snapshots().policy(SnapshotPolicy.ON_DEMAND);
    store = laptop.createStore("words", KvState.TYPE, true);
    write(keys * WRITES_A_KEY);
    double replay = guest("replayer");
    long start = System.nanoTime();
    SnapshotNow.make(laptop, store, event -> {});
    double made = (System.nanoTime() - start) / 1e9;
    if (!laptop.node().dag(store).pruning().hasBase()) {
      throw new IllegalStateException("the log was not dropped");
    }
    write(keys * WRITES_A_KEY / TAIL_SHARE);
    double restored = guest("guest");
    System.out.printf(
        Locale.ROOT,
        "keys=%d writes=%d and %d above: replayed %.2f s; snapshot made and log dropped %.2f s;"
            + " restored %.2f s; ratio %.1f%n",
        keys,
        keys * WRITES_A_KEY,
        keys * WRITES_A_KEY / TAIL_SHARE,
        replay,
        made,
        restored,
        replay / restored);
    laptop.close();
  }

  private void write(int count) throws Failure {
    byte[] value = new byte[VALUE_BYTES];
    byte[] op = new byte[256];
    KvPayloadWriter payload = new KvPayloadWriter();
    for (int i = 0; i < count; i++) {
      int key = i % keys;
      byte[] name = String.format(Locale.ROOT, "key %012d", key).getBytes(StandardCharsets.UTF_8);
      random.nextBytes(value);
      payload.wrap(op, 0, op.length).put(name, 0, name.length, value, 0, value.length);
      UniversalOpWriter ops = new UniversalOpWriter().appData(op, 0, payload.length());
      byte[] bytes = new byte[ops.length()];
      ops.write(bytes, 0, bytes.length);
      last[key] = laptop.submit(store, bytes, last[key] == null ? List.of() : List.of(last[key]));
    }
  }

  /** Lets a reader in, for whose vote nobody waits; returns the seconds until it is closed. */
  private double guest(String name) throws Exception {
    InviteToken token = laptop.invitations().make(store, Role.READER, true, 0);
    NodeHome.create(folder.resolve(name), name);
    try (TcpDoor door = TcpDoor.bind("127.0.0.1", 0);
        TcpLink there = TcpLink.connect("127.0.0.1", door.port(), CONNECT_MS);
        TcpLink here = door.accept()) {
      Conversation giving =
          new Conversation(
              laptop, here, LinkProfile.TCP, SILENCE_MS, now -> {}, System.err::println);
      FutureTask<Conversation.Snapshot> given = new FutureTask<>(giving::run);
      Thread thread = new Thread(given, "laptop");
      thread.setDaemon(true);
      thread.start();
      long start = System.nanoTime();
      try (NodeHome guest = NodeHome.open(folder.resolve(name))) {
        guest.invitations().take(token);
        new Conversation(guest, there, LinkProfile.TCP, SILENCE_MS, now -> {}, System.err::println)
            .run();
        check(guest);
      }
      double seconds = (System.nanoTime() - start) / 1e9;
      given.get();
      return seconds;
    }
  }

  /** The guest has the same set, and of the last key the last value. */
  private void check(NodeHome guest) throws StoreException {
    while (!guest.node().projection(store).isWhole()) {
      guest.node().tick(System.currentTimeMillis());
    }
    Dag dag = guest.node().dag(store);
    boolean has = dag.find(last[keys - 1].toBytes(), 0) != Dag.NONE;
    byte[] name =
        String.format(Locale.ROOT, "key %012d", keys - 1).getBytes(StandardCharsets.UTF_8);
    KvState state = (KvState) guest.node().state(store);
    if (!has || state.heads(name).size() != 1) {
      throw new IllegalStateException("the guest lacks something");
    }
  }
}
