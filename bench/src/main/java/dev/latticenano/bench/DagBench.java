package dev.latticenano.bench;

import dev.latticenano.core.Verdict;
import dev.latticenano.core.crypto.Blake3;
import dev.latticenano.core.crypto.Signer;
import dev.latticenano.core.crypto.Verifier;
import dev.latticenano.core.dag.Dag;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.intention.IntentionProof;
import dev.latticenano.core.intention.IntentionWriter;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.storage.log.SegmentLog;
import dev.latticenano.storage.table.FlashTables;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Questions of ancestry to one DAG that lies in log and tables on a disk: ingests intentions of
 * many authors, whose signatures are believed, opens them again, and asks. Every second intention
 * cites one of another author: the newest there is, or, <i>late</i>, one of the last thousand. Or
 * people write <i>runs</i> of ten, each followed by an ack of up to sixteen tips. Times are
 * processor time of the thread.
 *
 * <p>Arguments: folder (default: the working folder), intentions (1000000), authors (100), and
 * {@code late} or {@code runs}.
 */
public final class DagBench implements Signer, Verifier {
  private static final UUID ID = new UUID(0x1111_1111_1111_4111L, 0x8111_1111_1111_1111L);
  private static final int OPS_BYTES = 110;
  private static final int BATCH = 1000;
  private static final int LATE = 1000;
  private static final int WARM_ROWS = 256;
  private static final int ASKED = 1_000_000;
  private static final int ASKED_ANY = 200_000;
  private static final int ROUNDS = 6;
  private static final int NEAR = 10_000;
  private static final int RUN = 10;
  private static final int ACKED = 16;
  private static final int LCAS = 2000;

  private final StoreId store = StoreId.parse(ID.toString());
  private final Path folder;
  private final int authors;
  private final boolean late;
  private final boolean runs;
  private final Random random = new Random(1);
  private final IntentionWriter writer = new IntentionWriter();
  private final Blake3 blake3 = Blake3.plain();
  private final byte[] ops = new byte[OPS_BYTES];
  private final byte[] signed = new byte[1024];
  private final byte[] hash = new byte[Hash.BYTES];
  private final byte[][] tips;
  private final byte[][] recent = new byte[LATE][];
  private int author;
  private SegmentLog log;
  private FlashTables tables;
  private Dag dag;

  private DagBench(Path folder, int authors, List<String> words) {
    this.folder = folder;
    this.authors = authors;
    late = words.contains("late");
    runs = words.contains("runs");
    tips = new byte[authors][];
  }

  /** Runs and prints one line a figure. */
  public static void main(String[] arguments) throws IOException, StoreException {
    Path place = Path.of(arguments.length > 0 ? arguments[0] : ".");
    int count = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 1_000_000;
    int authors = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 100;
    List<String> words = List.of(arguments);
    Path folder = Files.createTempDirectory(Files.createDirectories(place), "dag-bench");
    try {
      System.out.printf(
          "intentions=%d authors=%d late=%b runs=%b%n",
          count, authors, words.contains("late"), words.contains("runs"));
      DagBench bench = new DagBench(folder, authors, words);
      bench.fill(count);
      bench.ask(count);
    } finally {
      try (Stream<Path> paths = Files.walk(folder)) {
        for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      }
    }
  }

  private void open() throws IOException, StoreException {
    log = SegmentLog.open(Files.createDirectories(folder.resolve("log")), ID);
    tables = FlashTables.open(Files.createDirectories(folder.resolve("index")), log);
    dag = new Dag(store, log, tables, this);
    dag.replay(0);
  }

  private void fill(int count) throws IOException, StoreException {
    long before = heapBytes();
    open();
    long ingestNs = 0;
    long signedBytes = 0;
    for (int i = 0; i < count; i++) {
      int length = runs ? writeRun(i) : write(i);
      signedBytes += length;
      long startNs = threadNs();
      Verdict verdict = dag.ingest(signed, 0, length, i);
      if (i % BATCH == BATCH - 1) {
        log.sync();
        if (dag.isCheckpointDue()) {
          dag.checkpoint();
        }
        tables.work(BATCH * length);
      }
      ingestNs += threadNs() - startNs;
      if (verdict != Verdict.OK) {
        throw new IllegalStateException(verdict.toString());
      }
    }
    say("ingest, signatures believed, us each", ingestNs / 1e3 / count);
    say("heap after writing, bytes a record", (double) (heapBytes() - before) / count);
    dag.checkpoint();
    say("signed intentions, bytes each", (double) signedBytes / count);
    say("log, bytes each", (double) log.end() / count);
    say("tables and their merges, bytes each", (double) tables.writtenBytes() / count);
    close();
  }

  private void close() throws StoreException {
    tables.close();
    log.close();
    dag = null;
    tables = null;
    log = null;
  }

  private int write(int number) {
    author = random.nextInt(authors);
    writer.clear().store(store).timestamp(1_700_000_000_000L + number, 0).ops(ops, 0, ops.length);
    if (tips[author] != null) {
      writer.storePrev(tips[author], 0);
    }
    if (number > 0 && number % 2 == 0) {
      int back = 1 + (late ? random.nextInt(Math.min(number, LATE - 1)) : 0);
      writer.addCondition(recent[(number - back) % LATE], 0);
    }
    return sign(number);
  }

  private int writeRun(int number) {
    boolean ack = number % (RUN + 1) == RUN;
    if (number % (RUN + 1) == 0) {
      author = random.nextInt(authors);
    }
    int opsBytes = ack ? 0 : ops.length;
    writer.clear().store(store).timestamp(1_700_000_000_000L + number, 0).ops(ops, 0, opsBytes);
    if (tips[author] != null) {
      writer.storePrev(tips[author], 0);
    }
    int first = random.nextInt(authors);
    for (int i = 0; ack && i < Math.min(ACKED, authors); i++) {
      int other = (first + i) % authors;
      if (other != author && tips[other] != null) {
        writer.addCondition(tips[other], 0);
      }
    }
    return sign(number);
  }

  private int sign(int number) {
    byte[] name = new byte[Hash.BYTES];
    int length = IntentionProof.sign(writer, this, blake3, signed, 0, signed.length, name, 0);
    tips[author] = name;
    recent[number % LATE] = name;
    return length;
  }

  private void ask(int count) throws IOException, StoreException {
    Arrays.fill(recent, null);
    long before = heapBytes();
    long startNs = threadNs();
    open();
    say("open, ms", (threadNs() - startNs) / 1e6);
    say("heap after opening, bytes a record", (double) (heapBytes() - before) / count);
    any(count, count, "any two");
    any(count, NEAR, "two within " + NEAR);
    warm(count);
    lca();
    say("heap after asking, bytes a record", (double) (heapBytes() - before) / count);
    close();
  }

  // Every pair is another one: rows repeat only by chance, so little is at hand.
  private void any(int count, int apart, String which) throws StoreException {
    double first = 0;
    double best = Double.MAX_VALUE;
    int yes = 0;
    int[] pairs = new int[2 * ASKED_ANY];
    for (int round = 0; round < ROUNDS; round++) {
      for (int i = 0; i < ASKED_ANY; i++) {
        pairs[2 * i] = random.nextInt(count - apart + 1);
        pairs[2 * i + 1] = pairs[2 * i] + random.nextInt(apart);
        pairs[2 * i] = apart == count ? random.nextInt(count) : pairs[2 * i];
      }
      long startNs = threadNs();
      for (int i = 0; i < ASKED_ANY; i++) {
        yes += dag.isAncestor(pairs[2 * i], pairs[2 * i + 1]) ? 1 : 0;
      }
      double us = (threadNs() - startNs) / 1e3 / ASKED_ANY;
      first = round == 0 ? us : first;
      best = Math.min(best, us);
    }
    say("isAncestor, " + which + ", us each: first", first);
    say("  best of " + ROUNDS + " rounds", best);
    say("  of them yes, %", 100.0 * yes / ASKED_ANY / ROUNDS);
  }

  private void warm(int count) throws StoreException {
    int[] rows = random.ints(WARM_ROWS, 0, count).toArray();
    int yes = 0;
    double best = Double.MAX_VALUE;
    for (int pass = 0; pass < 5; pass++) {
      long startNs = threadNs();
      int word = 1;
      for (int i = 0; i < ASKED; i++) {
        word = word * 1_664_525 + 1_013_904_223;
        int past = rows[word >>> 16 & WARM_ROWS - 1];
        yes += dag.isAncestor(past, rows[word >>> 24]) ? 1 : 0;
      }
      best = Math.min(best, (threadNs() - startNs) / 1e3 / ASKED);
    }
    say("isAncestor, warm: two of 256 rows, us each", best);
    say("  of them yes, %", 20.0 * yes / ASKED);
  }

  private void lca() throws StoreException {
    double[] us = new double[LCAS];
    for (int i = 0; i < LCAS; i++) {
      int a = dag.tip(random.nextInt(dag.authorCount()), 0);
      int b = dag.tip(random.nextInt(dag.authorCount()), 0);
      long startNs = threadNs();
      if (dag.lca(a, b) == Dag.NONE) {
        throw new IllegalStateException("no common ancestor");
      }
      us[i] = (threadNs() - startNs) / 1e3;
    }
    say("lca of two tips, the first, us", us[0]);
    Arrays.sort(us);
    say("  median, us", us[LCAS / 2]);
    say("  99 of 100, us", us[LCAS * 99 / 100]);
  }

  private static void say(String what, double value) {
    System.out.printf(Locale.ROOT, "%-44s %10.3f%n", what, value);
  }

  // Of this thread, user's and system's: what other programs do does not lengthen it.
  private static long threadNs() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  private static long heapBytes() {
    // Java keeps two megabytes of the jars it has opened: all of them, from the first call on.
    ClassLoader.getSystemResource("in no jar, so that all are opened");
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }

  @Override
  public void publicKey(byte[] out, int offset) {
    Arrays.fill(out, offset, offset + KEY_BYTES, (byte) 0);
    out[offset] = (byte) author;
    out[offset + 1] = (byte) (author >>> 8);
    out[offset + 8] = 1;
  }

  @Override
  public void sign(byte[] message, int offset, int length, byte[] out, int outOffset) {
    Arrays.fill(out, outOffset, outOffset + SIGNATURE_BYTES, (byte) 1);
  }

  @Override
  public boolean verifyStrict(
      byte[] key,
      int keyAt,
      byte[] message,
      int at,
      int length,
      byte[] signature,
      int signatureAt) {
    return true;
  }

  @Override
  public boolean verifyLenient(
      byte[] key,
      int keyAt,
      byte[] message,
      int at,
      int length,
      byte[] signature,
      int signatureAt) {
    return true;
  }
}
