package dev.latticenano.bench;

import dev.latticenano.bench.meeting.Believed;
import dev.latticenano.core.Limits;
import dev.latticenano.core.Verdict;
import dev.latticenano.core.crypto.Blake3;
import dev.latticenano.core.crypto.Ed25519Signer;
import dev.latticenano.core.dag.Dag;
import dev.latticenano.core.intention.EnvelopeWriter;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.intention.IntentionProof;
import dev.latticenano.core.intention.IntentionWriter;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.intention.UniversalOpWriter;
import dev.latticenano.core.relay.Manifest;
import dev.latticenano.core.relay.ManifestWriter;
import dev.latticenano.core.relay.Prune;
import dev.latticenano.core.relay.PrunePlan;
import dev.latticenano.core.relay.PruneReceipt;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.storage.log.SegmentLog;
import dev.latticenano.storage.table.FlashTables;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * What a relay takes to drop the dead nine tenths of a store, and what is left on its disk. Three
 * members write sealed intentions, whose signatures are believed; every tenth cites another's last.
 * Then each marks what came before as superseded, writes the last tenth, and acks. Segments of the
 * log have 4 MiB. Arguments: a folder, and how many intentions (1 000 000).
 */
public final class PruneBench {
  private static final UUID ID = UUID.fromString("22222222-2222-4222-8222-222222222222");
  private static final int WRITERS = 3;
  private static final int SEALED_BYTES = 272;
  private static final int BATCH = 1000;
  private static final int TURN_ROWS = Limits.RELAY_PRUNE_ROWS;
  private static final int SEGMENT_BYTES = 4_194_304;

  private final StoreId store = StoreId.parse(ID.toString());
  private final Path folder;
  private final int count;
  private final Random random = new Random(1);
  private final Believed[] writers = new Believed[WRITERS];
  private final byte[][] tips = new byte[WRITERS][];
  private final boolean[] marked = new boolean[WRITERS];
  private final byte[] signed = new byte[1024];
  private SegmentLog log;
  private FlashTables tables;
  private Dag dag;
  private long clockMs = 1_800_000_000_000L;

  private PruneBench(Path folder, int count) {
    this.folder = folder;
    this.count = count;
    for (int i = 0; i < WRITERS; i++) {
      writers[i] = new Believed(i);
    }
  }

  /** Runs and prints one line a figure. */
  public static void main(String[] arguments) throws IOException, StoreException {
    Path place = Path.of(arguments.length > 0 ? arguments[0] : ".");
    int count = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 1_000_000;
    Path folder = Files.createTempDirectory(Files.createDirectories(place), "prune-bench");
    try {
      PruneBench bench = new PruneBench(folder, count);
      bench.fill();
      bench.prune();
    } finally {
      try (Stream<Path> paths = Files.walk(folder)) {
        for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      }
    }
  }

  private void open() throws IOException, StoreException {
    log = SegmentLog.open(Files.createDirectories(folder.resolve("log")), ID, SEGMENT_BYTES);
    tables = FlashTables.open(Files.createDirectories(folder.resolve("index")), log);
    dag = new Dag(store, log, tables, writers[0]);
    dag.replay(0);
  }

  private void fill() throws IOException, StoreException {
    open();
    for (int i = 0; i < count; i++) {
      int writer = i % WRITERS;
      boolean marks = i >= count / 10 * 9 && !marked[writer];
      marked[writer] |= marks;
      write(
          writer, i % 10 == 0 ? (writer + 1) % WRITERS : writer, ops(marks ? tips[writer] : null));
      if (i % BATCH == BATCH - 1) {
        rest();
      }
    }
    for (int i = 0; i < 2 * WRITERS; i++) {
      write(i % WRITERS, (i + 1) % WRITERS, new byte[0]);
      write(i % WRITERS, (i + 2) % WRITERS, new byte[0]);
    }
    dag.checkpoint();
    tables.close();
    log.close();
  }

  private void rest() throws StoreException {
    log.sync();
    if (dag.isCheckpointDue()) {
      dag.checkpoint();
    }
    tables.work(BATCH * signed.length);
  }

  private byte[] ops(byte[] mark) {
    byte[] sealed = new byte[SEALED_BYTES];
    random.nextBytes(sealed);
    EnvelopeWriter envelope = new EnvelopeWriter();
    if (mark != null) {
      envelope.supersedesThrough(mark, 0);
    }
    envelope.sealed(sealed, 0, sealed, 8, sealed, 32, SEALED_BYTES - 32);
    byte[] content = new byte[envelope.length()];
    envelope.write(content, 0, content.length);
    UniversalOpWriter universal = new UniversalOpWriter().envelope(content, 0, content.length);
    byte[] out = new byte[universal.length()];
    universal.write(out, 0, out.length);
    return out;
  }

  private void write(int writer, int cited, byte[] ops) throws StoreException {
    IntentionWriter intention = new IntentionWriter().clear().store(store).timestamp(clockMs++, 0);
    if (tips[writer] != null) {
      intention.storePrev(tips[writer], 0);
    }
    if (cited != writer && tips[cited] != null) {
      intention.addCondition(tips[cited], 0);
    }
    intention.ops(ops, 0, ops.length);
    byte[] hash = new byte[Hash.BYTES];
    Blake3 blake3 = Blake3.plain();
    int length =
        IntentionProof.sign(intention, writers[writer], blake3, signed, 0, signed.length, hash, 0);
    Verdict verdict = dag.ingest(signed, 0, length, clockMs);
    if (verdict != Verdict.OK) {
      throw new IllegalStateException(verdict.toString());
    }
    tips[writer] = hash;
  }

  private void prune() throws IOException, StoreException {
    open();
    long before = diskBytes();
    Ed25519Signer relay = new Ed25519Signer(new byte[32], 0);
    Manifest manifest = manifest(relay);
    Prune prune = new Prune(dag, store);
    long cpu = threadNs();
    long wall = System.nanoTime();
    while (prune.look(TURN_ROWS)) {
      // Turn after turn.
    }
    say("reading all once, s", (threadNs() - cpu) / 1e9);
    prune.beginPlan(manifest);
    while (prune.plan(TURN_ROWS)) {
      // Turn after turn.
    }
    PrunePlan plan = prune.result();
    say("and a dry run, s", (threadNs() - cpu) / 1e9);
    long longest = 0;
    long longestCpu = 0;
    Prune.Turn turn = Prune.Turn.MORE;
    PruneReceipt receipt = null;
    while (turn != Prune.Turn.DONE) {
      long start = System.nanoTime();
      long startCpu = threadNs();
      turn = prune.step(manifest, TURN_ROWS, clockMs);
      if (turn == Prune.Turn.READY) {
        say("and what goes found, s", (threadNs() - cpu) / 1e9);
        receipt = prune.receipt(1, clockMs, relay);
        prune.commit();
        say("and the base written, s", (threadNs() - cpu) / 1e9);
      }
      longest = Math.max(longest, System.nanoTime() - start);
      longestCpu = Math.max(longestCpu, threadNs() - startCpu);
    }
    dag.checkpoint();
    say("and all dropped, s", (threadNs() - cpu) / 1e9);
    while (tables.work(1 << 20) > 0) {
      // Merges that were due.
    }
    say("and tables merged, s of one core", (threadNs() - cpu) / 1e9);
    say("the same by the clock, s", (System.nanoTime() - wall) / 1e9);
    say("longest turn by the clock, s", longest / 1e9);
    say("longest turn, processor time, s", longestCpu / 1e9);
    System.gc();
    say("heap, MB", (Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory()) / 1e6);
    say("planned to drop, intentions", plan.intentions());
    say("dropped, intentions", receipt == null ? 0 : receipt.intentions());
    say("disk before, MB", before / 1e6);
    say("disk after, MB", diskBytes() / 1e6);
    say("log of that, MB", (log.end() - log.begin()) / 1e6);
    say("alive, MB of signed intentions", aliveBytes() / 1e6);
    say("disk after, of the same share of the disk before", diskBytes() / shareAlive(before));
    tables.close();
    log.close();
  }

  private Manifest manifest(Ed25519Signer signer) {
    ManifestWriter members = new ManifestWriter(store);
    for (Believed writer : writers) {
      members.member(writer.id(), Manifest.OWNER, false);
    }
    return members.sign(1, 0, signer);
  }

  private long aliveBytes() throws StoreException {
    long alive = 0;
    for (int row = dag.pruning().next(0); row < dag.sequence(); ) {
      alive += dag.length(row);
      row = dag.pruning().next(row + 1);
    }
    return alive;
  }

  private double shareAlive(long before) throws StoreException {
    long left = dag.sequence() - dag.pruning().belowCount();
    return (double) before * left / dag.sequence();
  }

  private long diskBytes() throws IOException {
    try (Stream<Path> paths = Files.walk(folder)) {
      return paths.filter(Files::isRegularFile).mapToLong(PruneBench::size).sum();
    }
  }

  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static long threadNs() {
    return ManagementFactory.getThreadMXBean().getThreadCpuTime(Thread.currentThread().getId());
  }

  private static void say(String what, double value) {
    System.out.printf(Locale.ROOT, "%s: %.2f%n", what, value);
  }

  @Override
  public String toString() {
    return "prune of " + count + " by " + List.of(writers);
  }
}
