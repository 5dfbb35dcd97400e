package dev.latticenano.bench;

import dev.latticenano.core.intention.KvPayloadWriter;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.intention.UniversalOpWriter;
import dev.latticenano.core.state.KvState;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.edge.Merging;
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
 * A whole node that holds a sealed key-value store of as many intentions as keys: written one by
 * one as a person's program would, opened again, read. Run it with {@code BENCH_JAVA_OPTS=-Xmx64m}:
 * it ends with an error if that is not enough. Heap is what lives after a collection.
 *
 * <p>Arguments: a folder (default: the working folder; each write is synced, so one in memory saves
 * an hour) and the keys (1000000).
 */
public final class NodeBench {
  private static final int VALUE_BYTES = 32;
  private static final int MERGE_EVERY = 256;
  private static final int READS = 100_000;
  private static final int ROUNDS = 3;

  private final int keys;
  private final byte[] value = new byte[VALUE_BYTES];
  private final byte[] out = new byte[256];

  private NodeBench(int keys) {
    this.keys = keys;
  }

  /** Writes, opens, reads, prints a line for each. */
  public static void main(String[] arguments) throws IOException, Failure, StoreException {
    Path place = Path.of(arguments.length > 0 ? arguments[0] : ".");
    int keys = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 1_000_000;
    System.out.printf(
        Locale.ROOT, "keys=%d most heap=%d MB%n", keys, Runtime.getRuntime().maxMemory() >> 20);
    Path folder = Files.createTempDirectory(Files.createDirectories(place), "node-bench");
    try {
      new NodeBench(keys).run(folder.resolve("node"));
    } finally {
      try (Stream<Path> all = Files.walk(folder)) {
        all.sorted(Comparator.reverseOrder()).forEach(NodeBench::delete);
      }
    }
  }

  private void run(Path root) throws Failure, StoreException {
    NodeHome.create(root, "node");
    printHeap("before the node");
    StoreId store;
    try (NodeHome home = NodeHome.open(root)) {
      store = home.createStore("words", KvState.TYPE, true);
      long start = System.nanoTime();
      write(home, store);
      print("written, each signed, sealed, synced", start, keys);
      printHeap("after writing");
    }
    long start = System.nanoTime();
    try (NodeHome home = NodeHome.open(root)) {
      System.out.printf(Locale.ROOT, "opened in %.0f ms%n", (System.nanoTime() - start) / 1e6);
      if (home.node().dag(store).sequence() < keys) {
        throw new AssertionError(home.node().dag(store).sequence() + " intentions");
      }
      printHeap("after opening");
      for (int round = 0; round < ROUNDS; round++) {
        start = System.nanoTime();
        read((KvState) home.node().state(store));
        print("read, keys at random", start, READS);
      }
      printHeap("after reading");
    }
  }

  private void write(NodeHome home, StoreId store) throws Failure, StoreException {
    Merging merging = new Merging(home);
    SplittableRandom random = new SplittableRandom(1);
    byte[] op = new byte[128];
    KvPayloadWriter payload = new KvPayloadWriter();
    for (int i = 0; i < keys; i++) {
      byte[] key = key(i);
      random.nextBytes(value);
      payload.wrap(op, 0, op.length).put(key, 0, key.length, value, 0, value.length);
      UniversalOpWriter ops = new UniversalOpWriter().appData(op, 0, payload.length());
      byte[] bytes = new byte[ops.length()];
      ops.write(bytes, 0, bytes.length);
      home.submit(store, bytes, List.of());
      if (i % MERGE_EVERY == 0) {
        merging.turn();
      }
    }
  }

  private void read(KvState state) throws StoreException {
    SplittableRandom random = new SplittableRandom(2);
    for (int i = 0; i < READS; i++) {
      byte[] key = key(random.nextInt(keys));
      if (state.read(key, 0, key.length, out) != VALUE_BYTES) {
        throw new AssertionError("a key is not there");
      }
    }
  }

  /** A key of 22 bytes; neighbours in time are not neighbours in order. */
  private byte[] key(int n) {
    long place = n * 2_654_435_761L % keys;
    return String.format(Locale.ROOT, "key %018d", place).getBytes(StandardCharsets.US_ASCII);
  }

  private static void print(String what, long startNs, int count) {
    double micros = (System.nanoTime() - startNs) / 1e3 / count;
    System.out.printf(Locale.ROOT, "%s: %.1f us each%n", what, micros);
  }

  private static void printHeap(String when) {
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    System.out.printf(
        Locale.ROOT,
        "heap %s: %.1f MB%n",
        when,
        (runtime.totalMemory() - runtime.freeMemory()) / 1e6);
  }

  private static void delete(Path path) {
    try {
      Files.delete(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
