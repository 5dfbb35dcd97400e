package dev.latticenano.bench;

import dev.latticenano.core.RefusedException;
import dev.latticenano.core.dag.Dag;
import dev.latticenano.core.intention.AuthorId;
import dev.latticenano.core.intention.KvPayloadWriter;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.intention.UniversalOpWriter;
import dev.latticenano.core.session.LinkProfile;
import dev.latticenano.core.state.FileState;
import dev.latticenano.core.state.KvState;
import dev.latticenano.core.state.Role;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.edge.Conversation;
import dev.latticenano.edge.NodeHome;
import dev.latticenano.edge.Settings;
import dev.latticenano.edge.SettingsFile;
import dev.latticenano.edge.files.FolderReader;
import dev.latticenano.host.Failure;
import dev.latticenano.link.Link;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;

/**
 * Two whole nodes in temporary folders: a giver that holds stores and a taker that has joined them
 * and holds nothing. Closing removes the folders.
 */
final class NodePair implements AutoCloseable {
  /** Bytes of value that make a signed intention of about 300 bytes. */
  private static final long SILENCE_MS = 60_000;

  private static final int VALUE_BYTES = 95;

  private final Path place;
  private NodeHome giver;
  private NodeHome taker;
  private StoreId words;
  private StoreId files;

  NodePair() throws IOException, Failure {
    place = Files.createTempDirectory("lattice-bench");
    NodeHome.create(place.resolve("giver"), "giver");
    NodeHome.create(place.resolve("taker"), "taker");
    // What history becomes later is not what moving it costs.
    for (String each : List.of("giver", "taker")) {
      Settings settings = new Settings();
      settings.choose(Settings.SNAPSHOT_EVERY, "off");
      SettingsFile.write(place.resolve(each), settings);
    }
    giver = NodeHome.open(place.resolve("giver"));
    taker = NodeHome.open(place.resolve("taker"));
  }

  NodeHome giver() {
    return giver;
  }

  NodeHome taker() {
    return taker;
  }

  /** The store of small intentions. */
  StoreId words() {
    return words;
  }

  /** The store of files. */
  StoreId files() {
    return files;
  }

  /** A folder for the benchmark's own files. */
  Path place() {
    return place;
  }

  /** Writes {@code count} intentions of about 300 bytes. */
  void write(int count, long seed) throws Failure {
    if (words == null) {
      words = giver.createStore("words", KvState.TYPE);
      share(words);
    }
    SplittableRandom random = new SplittableRandom(seed);
    byte[] key = new byte[8];
    byte[] value = new byte[VALUE_BYTES];
    byte[] op = new byte[256];
    KvPayloadWriter payload = new KvPayloadWriter();
    for (int i = 0; i < count; i++) {
      random.nextBytes(key);
      random.nextBytes(value);
      payload.wrap(op, 0, op.length).put(key, 0, key.length, value, 0, value.length);
      UniversalOpWriter ops = new UniversalOpWriter().appData(op, 0, payload.length());
      byte[] bytes = new byte[ops.length()];
      ops.write(bytes, 0, bytes.length);
      giver.submit(words, bytes, List.of());
    }
  }

  /** Lets the taker in, who only takes. */
  private void share(StoreId store) throws Failure {
    AuthorId guest = taker.node().key();
    try {
      giver.node().membership(store).setRole(guest, Role.CARRIER, System.currentTimeMillis());
    } catch (StoreException | RefusedException e) {
      throw new IllegalStateException(e);
    }
    taker.joinStore(store);
  }

  /** Puts {@code count} files of {@code bytes} random bytes. */
  void put(int count, int bytes, long seed) throws Failure, IOException {
    Path folder = place.resolve("folder");
    makeFiles(folder, count, bytes, seed);
    put(folder);
  }

  /** Makes files of random bytes, a thousand in each folder. */
  static void makeFiles(Path folder, int count, int bytes, long seed) throws IOException {
    SplittableRandom random = new SplittableRandom(seed);
    byte[] content = new byte[bytes];
    for (int i = 0; i < count; i++) {
      random.nextBytes(content);
      Path in = Files.createDirectories(folder.resolve("part " + i / 1000));
      Files.write(in.resolve("file " + i), content);
    }
  }

  /** Puts a folder into the giver's store of files. */
  void put(Path folder) throws Failure {
    if (files == null) {
      files = giver.createStore("files", FileState.TYPE);
      share(files);
    }
    new FolderReader(giver, files, done -> {}).put(folder, "folder");
  }

  /** Bytes of the signed intentions that the giver holds. */
  long intentionBytes() {
    long bytes = 0;
    for (StoreId store : giver.node().stores()) {
      Dag dag = giver.node().dag(store);
      for (int place = 1; place <= dag.sequence(); place++) {
        bytes += length(dag, dag.rowAtSequence(place));
      }
    }
    return bytes;
  }

  private static int length(Dag dag, int row) {
    try {
      return dag.length(row);
    } catch (StoreException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Intentions that the giver holds. */
  int intentions() {
    return giver.node().stores().stream().mapToInt(id -> giver.node().dag(id).sequence()).sum();
  }

  /** Runs the exchange until both ends are through; returns what the taker saw. */
  Conversation.Snapshot exchange(Link atGiver, Link atTaker, LinkProfile profile)
      throws Failure, InterruptedException {
    Conversation giving =
        new Conversation(giver, atGiver, profile, SILENCE_MS, now -> {}, System.err::println);
    Conversation taking =
        new Conversation(taker, atTaker, profile, SILENCE_MS, now -> {}, System.err::println);
    FutureTask<Conversation.Snapshot> given = new FutureTask<>(giving::run);
    Thread thread = new Thread(given, "giver");
    thread.setDaemon(true);
    thread.start();
    Conversation.Snapshot taken = taking.run();
    try {
      given.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
    return taken;
  }

  /** Closes the taker and opens it again, which replays its logs. */
  void reopenTaker() throws Failure {
    taker.close();
    taker = NodeHome.open(place.resolve("taker"));
  }

  @Override
  public void close() throws Failure {
    giver.close();
    taker.close();
    try (Stream<Path> all = Files.walk(place)) {
      all.sorted(Comparator.reverseOrder()).forEach(NodePair::delete);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void delete(Path path) {
    try {
      Files.delete(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
