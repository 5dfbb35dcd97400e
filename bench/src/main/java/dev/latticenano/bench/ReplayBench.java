package dev.latticenano.bench;

import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.intention.KvPayloadWriter;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.intention.UniversalOpWriter;
import dev.latticenano.core.state.KvState;
import dev.latticenano.edge.NodeHome;
import dev.latticenano.host.Failure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/**
 * What it costs to make tables from a log that is here: ten writes for each key, each citing the
 * one before, opened without its tables. Signatures are not checked again; a newcomer checks them
 * besides. Arguments: a folder (default: the working folder) and the keys (5000).
 */
public final class ReplayBench {
  private static final int WRITES_A_KEY = 10;
  private static final int VALUE_BYTES = 100;

  private ReplayBench() {}

  /** Writes, opens, prints. */
  public static void main(String[] arguments) throws IOException, Failure {
    Path place = Path.of(arguments.length > 0 ? arguments[0] : ".");
    int keys = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 5_000;
    Path folder = Files.createTempDirectory(Files.createDirectories(place), "replay-bench");
    try {
      Path root = folder.resolve("node");
      NodeHome.create(root, "node");
      StoreId store;
      try (NodeHome home = NodeHome.open(root)) {
        store = home.createStore("words", KvState.TYPE);
        write(home, store, keys);
      }
      delete(root.resolve("stores").resolve(store.toString()).resolve("index"));
      long start = System.nanoTime();
      NodeHome.open(root).close();
      double seconds = (System.nanoTime() - start) / 1e9;
      int writes = keys * WRITES_A_KEY;
      System.out.printf(
          Locale.ROOT,
          "replayed keys=%d writes=%d: %.2f s, %.1f us a write%n",
          keys,
          writes,
          seconds,
          seconds * 1e6 / writes);
    } finally {
      delete(folder);
    }
  }

  private static void write(NodeHome home, StoreId store, int keys) throws Failure {
    Hash[] last = new Hash[keys];
    SplittableRandom random = new SplittableRandom(1);
    byte[] value = new byte[VALUE_BYTES];
    byte[] op = new byte[256];
    KvPayloadWriter payload = new KvPayloadWriter();
    for (int i = 0; i < keys * WRITES_A_KEY; i++) {
      int key = i % keys;
      byte[] name = String.format(Locale.ROOT, "key %012d", key).getBytes(StandardCharsets.UTF_8);
      random.nextBytes(value);
      payload.wrap(op, 0, op.length).put(name, 0, name.length, value, 0, value.length);
      UniversalOpWriter ops = new UniversalOpWriter().appData(op, 0, payload.length());
      byte[] bytes = new byte[ops.length()];
      ops.write(bytes, 0, bytes.length);
      last[key] = home.submit(store, bytes, last[key] == null ? List.of() : List.of(last[key]));
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      all.sorted(Comparator.reverseOrder()).forEach(ReplayBench::deleteOne);
    }
  }

  private static void deleteOne(Path path) {
    try {
      Files.delete(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
