package dev.latticenano.bench;

import dev.latticenano.core.Verdict;
import dev.latticenano.core.crypto.Blake3;
import dev.latticenano.core.crypto.Ed25519Signer;
import dev.latticenano.core.crypto.Ed25519Verifier;
import dev.latticenano.core.dag.Dag;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.intention.IntentionProof;
import dev.latticenano.core.intention.IntentionWriter;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.store.MemoryTables;
import dev.latticenano.core.store.Store;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.core.store.Tables;
import dev.latticenano.postgres.PostgresServer;
import dev.latticenano.postgres.PostgresSite;
import dev.latticenano.postgres.PostgresStore;
import dev.latticenano.postgres.SiteSettings;
import dev.latticenano.storage.log.SegmentLog;
import dev.latticenano.storage.table.FlashTables;
import java.io.IOException;
import java.lang.ref.Reference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Locale;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * A store in a PostgreSQL server of its own on this machine against the embedded log in a folder
 * beside it, by turns at the same work: signed intentions of about 300 bytes verified, witnessed
 * and durable, one a commit and 64 a commit; intentions found by their hash and read, in no order;
 * the store opened again. Arguments: intentions (50000), rounds (3). Both sync to the disk of the
 * system's temporary folder.
 *
 * <p>Of the server's tables it says, too, what opening costs without them: made anew from the log
 * on the heap.
 */
public final class PostgresBench {
  private static final int AUTHORS = 8;
  private static final int OPS_BYTES = 110;
  private static final int SINGLES = 1000;
  private static final int GETS = 10_000;
  private static final int BATCH = 64;

  private final byte[][] signed;
  private final byte[][] hashes;

  private PostgresBench(int count) {
    signed = new byte[count][];
    hashes = new byte[count][];
  }

  /** Where a store lies; opened and closed again and again. */
  private interface Place {
    Opened open() throws Exception;
  }

  /** A store that is open. */
  private record Opened(Store log, Tables tables, Ending ending) {}

  private interface Ending {
    void close() throws Exception;
  }

  /** What one round gave, each per second but the openings (ms) and the heap (bytes each). */
  private static final class Figures {
    private double singles;
    private double batched;
    private double cold;
    private double warm;
    private double inOrder;
    private double opening;
    private double replay;
    private double heap;
    private double replayHeap;
  }

  /** Runs the rounds; prints a line for each figure. */
  public static void main(String[] arguments) throws Exception {
    int count = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 50_000;
    int rounds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 3;
    PostgresBench bench = new PostgresBench(count);
    bench.sign();
    Figures[] files = new Figures[rounds];
    Figures[] server = new Figures[rounds];
    try (PostgresServer postgres = PostgresServer.of(true)) {
      SiteSettings settings = postgres.freshSite("benchmark");
      // The round before the first warms up.
      for (int round = -1; round < rounds; round++) {
        UUID id = new UUID(0x1111_1111_1111_4111L, 0x8111_1111_1111_1111L + round);
        Path folder = Files.createTempDirectory("postgres-bench");
        files[Math.max(0, round)] = bench.run(() -> inFolder(folder, id));
        remove(folder);
        server[Math.max(0, round)] = bench.run(() -> onServer(settings, id));
      }
    }
    System.out.printf(Locale.ROOT, "intentions=%d rounds=%d%n", count, rounds);
    print("one a commit, a second", files, server, f -> f.singles);
    print("64 a commit, a second", files, server, f -> f.batched);
    print("first gets after opening, a second", files, server, f -> f.cold);
    print("gets, a second", files, server, f -> f.warm);
    print("chains in order, a second", files, server, f -> f.inOrder);
    print("opening, ms", files, server, f -> f.opening);
    print("heap an intention, bytes", files, server, f -> f.heap);
    print("opening without tables, ms", files, server, f -> f.replay);
    print("heap an intention then, bytes", files, server, f -> f.replayHeap);
  }

  private static Opened inFolder(Path folder, UUID id) throws Exception {
    Path index = Files.createDirectories(folder.resolve("index"));
    SegmentLog log = SegmentLog.open(Files.createDirectories(folder.resolve("log")), id);
    FlashTables tables = FlashTables.open(index, log);
    return new Opened(
        log,
        tables,
        () -> {
          tables.close();
          log.close();
        });
  }

  private static Opened onServer(SiteSettings settings, UUID id) throws Exception {
    PostgresSite site = PostgresSite.open(settings);
    PostgresStore store = site.store(id);
    return new Opened(store.log(), store.tables(), site::close);
  }

  private Figures run(Place place) throws Exception {
    Figures figures = new Figures();
    fill(place, figures);
    open(place, figures);
    replay(place, figures);
    return figures;
  }

  private void open(Place place, Figures figures) throws Exception {
    long start = System.nanoTime();
    Opened opened = place.open();
    Dag dag = dag(opened.log(), opened.tables());
    figures.opening = (System.nanoTime() - start) / 1e6;
    long heapBytes = heapBytes();
    figures.cold = gets(dag);
    figures.warm = gets(dag);
    figures.inOrder = inOrder(dag);
    opened.ending().close();
    opened = null;
    dag = null;
    figures.heap = (double) (heapBytes - heapBytes()) / signed.length;
  }

  private void replay(Place place, Figures figures) throws Exception {
    long start = System.nanoTime();
    Opened opened = place.open();
    Dag dag = dag(opened.log(), new MemoryTables());
    figures.replay = (System.nanoTime() - start) / 1e6;
    long heapBytes = heapBytes();
    Reference.reachabilityFence(dag);
    opened.ending().close();
    opened = null;
    dag = null;
    figures.replayHeap = (double) (heapBytes - heapBytes()) / signed.length;
  }

  private static Dag dag(Store log, Tables tables) throws StoreException {
    StoreId id = StoreId.parse("11111111-1111-4111-8111-111111111111");
    Dag dag = new Dag(id, log, tables, new Ed25519Verifier());
    dag.replay(0);
    return dag;
  }

  private void fill(Place place, Figures figures) throws Exception {
    Opened opened = place.open();
    Dag dag = dag(opened.log(), opened.tables());
    figures.singles = ingest(opened, dag, 0, SINGLES, 1);
    figures.batched = ingest(opened, dag, SINGLES, signed.length, BATCH);
    dag.checkpoint();
    if (dag.sequence() != signed.length) {
      throw new IllegalStateException("witnessed " + dag.sequence());
    }
    opened.ending().close();
  }

  // Intentions a second, checkpoints and merges included.
  private double ingest(Opened opened, Dag dag, int from, int to, int batch) throws StoreException {
    long start = System.nanoTime();
    for (int i = from; i < to; i++) {
      require(dag.ingest(signed[i], 0, signed[i].length, i));
      if ((i + 1) % batch == 0 || i + 1 == to) {
        opened.log().sync();
        if (dag.isCheckpointDue()) {
          dag.checkpoint();
        }
        if (opened.tables() instanceof FlashTables tables) {
          tables.work(batch * signed[0].length);
        }
      }
    }
    return (to - from) / seconds(start);
  }

  private double gets(Dag dag) throws StoreException {
    Random random = new Random(7);
    byte[] out = new byte[1024];
    long start = System.nanoTime();
    for (int i = 0; i < GETS; i++) {
      int wanted = random.nextInt(signed.length);
      int length = dag.read(dag.find(hashes[wanted], 0), out, 0);
      if (!Arrays.equals(signed[wanted], 0, length, out, 0, length)) {
        throw new IllegalStateException("intention " + wanted + " is another");
      }
    }
    return GETS / seconds(start);
  }

  // One chain after the other, as a peer is served that has nothing.
  private double inOrder(Dag dag) throws StoreException {
    byte[] out = new byte[1024];
    long start = System.nanoTime();
    int read = 0;
    for (int author = 0; author < AUTHORS; author++) {
      for (int height = 1; height <= dag.authorHeight(author) && height <= GETS; height++) {
        dag.read(dag.rowAtHeight(author, height), out, 0);
        read++;
      }
    }
    return read / seconds(start);
  }

  private void sign() {
    StoreId store = StoreId.parse("11111111-1111-4111-8111-111111111111");
    IntentionWriter writer = new IntentionWriter();
    Ed25519Signer[] signers = new Ed25519Signer[AUTHORS];
    byte[] out = new byte[1024];
    for (int i = 0; i < signed.length; i++) {
      int author = i % AUTHORS;
      if (signers[author] == null) {
        byte[] seed = new byte[Ed25519Signer.SEED_BYTES];
        seed[0] = (byte) author;
        signers[author] = new Ed25519Signer(seed, 0);
      }
      writer.clear().store(store).timestamp(1_700_000_000_000L + i, 0);
      writer.ops(new byte[OPS_BYTES], 0, OPS_BYTES);
      if (i >= AUTHORS) {
        writer.storePrev(hashes[i - AUTHORS], 0);
      }
      if (i > 0 && i % 2 == 0) {
        writer.addCondition(hashes[i - 1], 0);
      }
      hashes[i] = new byte[Hash.BYTES];
      int length =
          IntentionProof.sign(
              writer, signers[author], Blake3.plain(), out, 0, out.length, hashes[i], 0);
      signed[i] = Arrays.copyOf(out, length);
    }
  }

  private interface Figure {
    double of(Figures figures);
  }

  private static void print(String name, Figures[] files, Figures[] server, Figure figure) {
    double[] embedded = Arrays.stream(files).mapToDouble(figure::of).sorted().toArray();
    double[] remote = Arrays.stream(server).mapToDouble(figure::of).sorted().toArray();
    double[] ratios = new double[files.length];
    for (int i = 0; i < ratios.length; i++) {
      ratios[i] = figure.of(server[i]) / figure.of(files[i]);
    }
    Arrays.sort(ratios);
    int middle = ratios.length / 2;
    System.out.printf(
        Locale.ROOT,
        "%-36s embedded %10.1f, server %10.1f, ratio %.3f (%.3f to %.3f)%n",
        name,
        embedded[middle],
        remote[middle],
        ratios[middle],
        ratios[0],
        ratios[ratios.length - 1]);
  }

  private static void remove(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  private static long heapBytes() {
    Runtime runtime = Runtime.getRuntime();
    for (int i = 0; i < 3; i++) {
      System.gc();
      System.runFinalization();
    }
    return runtime.totalMemory() - runtime.freeMemory();
  }

  private static double seconds(long startNs) {
    return (System.nanoTime() - startNs) / 1e9;
  }

  private static void require(Verdict verdict) {
    if (verdict != Verdict.OK) {
      throw new IllegalStateException(verdict.toString());
    }
  }
}
