package dev.latticenano.bench;

import dev.latticenano.core.Verdict;
import dev.latticenano.core.crypto.Blake3;
import dev.latticenano.core.crypto.Ed25519Signer;
import dev.latticenano.core.crypto.Ed25519Verifier;
import dev.latticenano.core.crypto.Verifier;
import dev.latticenano.core.dag.Dag;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.intention.IntentionProof;
import dev.latticenano.core.intention.IntentionWriter;
import dev.latticenano.core.intention.SignedIntentionView;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.storage.log.SegmentLog;
import dev.latticenano.storage.table.FlashTables;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

/**
 * Verify, witness and durable log of signed intentions of about 300 bytes in batches of 64 and of
 * 1000, against the signature checks alone: interleaved slices in one run, medians, ratios. The log
 * lies on the disk of the folder named by the first argument (default: the working folder); second
 * and third argument: intentions (100000) and rounds (7).
 *
 * <p>Eight authors write chains; every second intention cites another author's tip.
 */
public final class IngestBench {
  private static final int AUTHORS = 8;
  private static final int OPS_BYTES = 110;
  private static final int SLICE = 1024;
  private static final String[] NAMES = {
    "signatures alone", "batches of 64", "batches of 1000", "64, sync beside"
  };
  private static final UUID STORE = new UUID(0x1111_1111_1111_4111L, 0x8111_1111_1111_1111L);

  private final StoreId store = StoreId.of(bytes(STORE), 0);
  private final byte[][] signed;
  private final byte[][] hashes;
  private final int[] authorAt;
  private final int[] signatureAt;
  private final Path folder;

  private IngestBench(int count, Path folder) {
    signed = new byte[count][];
    hashes = new byte[count][];
    authorAt = new int[count];
    signatureAt = new int[count];
    this.folder = folder;
  }

  /** Runs the rounds and prints one line for each way, then the ratios. */
  public static void main(String[] arguments) throws IOException, StoreException {
    Path folder = Path.of(arguments.length > 0 ? arguments[0] : ".");
    int count = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 100_000;
    int rounds = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 7;
    IngestBench bench = new IngestBench(count, folder);
    bench.sign();
    bench.run(rounds);
  }

  private void run(int rounds) throws IOException, StoreException {
    double[][] wall = new double[NAMES.length][rounds];
    double[][] cpu = new double[NAMES.length][rounds];
    double[][] disk = new double[NAMES.length][rounds];
    // The round before the first warms up.
    for (int round = -1; round < rounds; round++) {
      Lane[] lanes = {
        new Signatures(), new Ingest(64), new Ingest(1000), new Beside(64),
      };
      for (int from = 0; from < signed.length; from += SLICE) {
        for (int i = 0; i < lanes.length; i++) {
          lanes[(i + from / SLICE) % lanes.length].timed(
              from, Math.min(from + SLICE, signed.length));
        }
      }
      for (int i = 0; i < lanes.length; i++) {
        lanes[i].close();
        wall[i][Math.max(0, round)] = lanes[i].wallNanos / 1e3 / signed.length;
        cpu[i][Math.max(0, round)] = lanes[i].cpuNanos / 1e3 / signed.length;
        disk[i][Math.max(0, round)] = lanes[i].diskNanos / 1e3 / signed.length;
      }
    }
    System.out.printf(
        Locale.ROOT,
        "intentions=%d bytes=%d rounds=%d%n",
        signed.length,
        signed[signed.length / 2].length,
        rounds);
    for (int i = 0; i < NAMES.length; i++) {
      print(NAMES[i], wall[i], cpu[i], disk[i], wall[0], cpu[0]);
    }
  }

  private static void print(
      String name,
      double[] wall,
      double[] cpu,
      double[] disk,
      double[] wallAlone,
      double[] cpuAlone) {
    double[] ratios = ratios(wall, wallAlone);
    System.out.printf(
        Locale.ROOT,
        "%-18s %6.2f us each, ratio %.3f (%.3f to %.3f); waiting for the disk %5.2f us; this"
            + " thread's CPU %6.2f us, ratio %.3f%n",
        name,
        median(wall),
        median(ratios),
        Arrays.stream(ratios).min().orElseThrow(),
        Arrays.stream(ratios).max().orElseThrow(),
        median(disk),
        median(cpu),
        median(ratios(cpu, cpuAlone)));
  }

  private static double[] ratios(double[] of, double[] to) {
    double[] ratios = new double[of.length];
    for (int i = 0; i < of.length; i++) {
      ratios[i] = of[i] / to[i];
    }
    return ratios;
  }

  /** One way through all intentions, taken slice by slice so that all ways meet the same noise. */
  private abstract static class Lane {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    long wallNanos;
    long cpuNanos;
    long diskNanos;

    final void timed(int from, int to) throws StoreException {
      long cpu = THREADS.getCurrentThreadCpuTime();
      long wall = System.nanoTime();
      slice(from, to);
      wallNanos += System.nanoTime() - wall;
      cpuNanos += THREADS.getCurrentThreadCpuTime() - cpu;
    }

    abstract void slice(int from, int to) throws StoreException;

    abstract void close() throws IOException, StoreException;
  }

  /** The signature checks alone, hashes and places known. */
  private final class Signatures extends Lane {
    private final Verifier verifier = new Ed25519Verifier();

    @Override
    void slice(int from, int to) {
      for (int i = from; i < to; i++) {
        byte[] bytes = signed[i];
        if (!verifier.verifyStrict(
            bytes, authorAt[i], hashes[i], 0, Hash.BYTES, bytes, signatureAt[i])) {
          throw new IllegalStateException("signature " + i + " does not verify");
        }
      }
    }

    @Override
    void close() {}
  }

  /** From bytes to witnessed and durable. */
  private class Ingest extends Lane {
    final int batch;
    final Path directory =
        Files.createTempDirectory(Files.createDirectories(folder), "ingest-bench");
    final SegmentLog log = SegmentLog.open(Files.createDirectory(directory.resolve("log")), STORE);
    final FlashTables tables =
        FlashTables.open(Files.createDirectory(directory.resolve("index")), log);
    final Dag dag;

    Ingest(int batch) throws IOException, StoreException {
      this(batch, new Ed25519Verifier());
    }

    Ingest(int batch, Verifier verifier) throws IOException, StoreException {
      this.batch = batch;
      dag = new Dag(store, log, tables, verifier);
      dag.replay(0);
    }

    @Override
    void slice(int from, int to) throws StoreException {
      for (int i = from; i < to; i++) {
        require(dag.ingest(signed[i], 0, signed[i].length, i));
        if ((i + 1) % batch == 0 || i + 1 == signed.length) {
          long start = System.nanoTime();
          log.sync();
          follow();
          diskNanos += System.nanoTime() - start;
        }
      }
    }

    /** What a node does with its tables now and then; as many bytes of merging as of log. */
    final void follow() throws StoreException {
      if (dag.isCheckpointDue()) {
        dag.checkpoint();
      }
      tables.work(batch * signed[0].length);
    }

    @Override
    void close() throws IOException, StoreException {
      if (dag.sequence() != signed.length) {
        throw new IllegalStateException("witnessed " + dag.sequence());
      }
      tables.close();
      log.close();
      delete(directory.resolve("log"));
      delete(directory.resolve("index"));
      delete(directory);
    }
  }

  /** As {@link Ingest}, but a host's second thread syncs while this one checks the next batch. */
  private final class Beside extends Ingest {
    private final Checked checked;
    private final ExecutorService syncs = Executors.newSingleThreadExecutor();
    private Future<?> syncing = CompletableFuture.completedFuture(null);

    Beside(int batch) throws IOException, StoreException {
      this(batch, new Checked());
    }

    private Beside(int batch, Checked checked) throws IOException, StoreException {
      super(batch, checked);
      this.checked = checked;
    }

    @Override
    void slice(int from, int to) throws StoreException {
      for (int start = from; start < to; start += batch) {
        int end = Math.min(start + batch, to);
        checked.begin();
        for (int i = start; i < end; i++) {
          checked.check(signed[i], authorAt[i], hashes[i], signatureAt[i]);
        }
        await();
        follow();
        for (int i = start; i < end; i++) {
          require(dag.ingest(signed[i], 0, signed[i].length, i));
        }
        syncing =
            syncs.submit(
                () -> {
                  log.sync();
                  return null;
                });
      }
      await();
    }

    private void await() {
      long start = System.nanoTime();
      try {
        syncing.get();
        diskNanos += System.nanoTime() - start;
      } catch (InterruptedException | ExecutionException e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    void close() throws IOException, StoreException {
      syncs.shutdown();
      super.close();
    }
  }

  /** Answers in the order in which it was asked ahead. */
  private static final class Checked implements Verifier {
    private final Verifier verifier = new Ed25519Verifier();
    private final boolean[] answers = new boolean[SLICE];
    private int asked;
    private int answered;

    void begin() {
      asked = 0;
      answered = 0;
    }

    void check(byte[] bytes, int author, byte[] hash, int signature) {
      answers[asked++] =
          verifier.verifyStrict(bytes, author, hash, 0, Hash.BYTES, bytes, signature);
    }

    @Override
    public boolean verifyStrict(
        byte[] key,
        int keyOffset,
        byte[] message,
        int offset,
        int length,
        byte[] signature,
        int signatureOffset) {
      return answers[answered++];
    }

    @Override
    public boolean verifyLenient(
        byte[] key,
        int keyOffset,
        byte[] message,
        int offset,
        int length,
        byte[] signature,
        int signatureOffset) {
      throw new IllegalStateException("no witness record is read here");
    }
  }

  private void sign() {
    IntentionWriter writer = new IntentionWriter();
    SignedIntentionView view = new SignedIntentionView();
    Blake3 blake3 = Blake3.plain();
    byte[][] tips = new byte[AUTHORS][];
    Ed25519Signer[] signers = new Ed25519Signer[AUTHORS];
    byte[] out = new byte[1024];
    byte[] ops = new byte[OPS_BYTES];
    for (int i = 0; i < signed.length; i++) {
      int author = i % AUTHORS;
      if (signers[author] == null) {
        byte[] seed = new byte[Ed25519Signer.SEED_BYTES];
        seed[0] = (byte) author;
        signers[author] = new Ed25519Signer(seed, 0);
      }
      writer.clear().store(store).timestamp(1_700_000_000_000L + i, 0).ops(ops, 0, ops.length);
      if (tips[author] != null) {
        writer.storePrev(tips[author], 0);
      }
      if (i > 0 && i % 2 == 0) {
        writer.addCondition(tips[(i - 1) % AUTHORS], 0);
      }
      tips[author] = new byte[Hash.BYTES];
      int length =
          IntentionProof.sign(writer, signers[author], blake3, out, 0, out.length, tips[author], 0);
      signed[i] = Arrays.copyOf(out, length);
      hashes[i] = tips[author];
      require(view.wrap(signed[i], 0, length).check());
      authorAt[i] = view.intention().authorOffset();
      signatureAt[i] = view.signatureOffset();
    }
  }

  private static void require(Verdict verdict) {
    if (verdict != Verdict.OK) {
      throw new IllegalStateException(verdict.toString());
    }
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }

  private static byte[] bytes(UUID id) {
    return java.nio.ByteBuffer.allocate(StoreId.BYTES)
        .putLong(id.getMostSignificantBits())
        .putLong(id.getLeastSignificantBits())
        .array();
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(directory);
  }
}
