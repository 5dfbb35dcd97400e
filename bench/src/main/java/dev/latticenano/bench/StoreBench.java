package dev.latticenano.bench;

import dev.latticenano.bench.engine.EngineKind;
import dev.latticenano.bench.engine.EngineProcess;
import dev.latticenano.bench.engine.EngineWork;
import dev.latticenano.bench.engine.Records;
import dev.latticenano.bench.engine.Scoreboard;
import dev.latticenano.bench.engine.Scoreboard.Column;
import dev.latticenano.bench.engine.SyncCount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/**
 * Our log and tables against other storage engines: the same records, the same commits, the same
 * questions, by turns on one disk, each in a process of its own. Per round and engine: records put
 * in commits of 64, closed; all found in random order, every value checked; scanned in key order
 * with and without values; opened; and, in another folder, killed somewhere after two fifths of the
 * records and opened again, every durable record looked for.
 *
 * <p>Arguments: folder on the disk to measure (default: the working folder), records (200000),
 * engines (all but {@code mapdbhash}), and {@code rounds=3}. With {@code -Dsoak} and perhaps a
 * folder and a number it runs {@link StoreSoak}.
 */
public final class StoreBench {
  private static final int HEAP_MB = 128;
  private static final int OPEN_HEAP_MB = 64;
  private static final int SYNC_RECORDS = 51_200;
  private static final long SEED = 42;

  private final Path folder;
  private final int records;
  private final int rounds;
  private final List<EngineKind> engines;
  private final Scoreboard board;

  private StoreBench(Path folder, int records, int rounds, List<EngineKind> engines) {
    this.folder = folder;
    this.records = records;
    this.rounds = rounds;
    this.engines = engines;
    board = new Scoreboard(engines);
  }

  /** Runs the rounds and prints tables. */
  public static void main(String[] arguments) throws Exception {
    List<String> words = new ArrayList<>(List.of(arguments));
    if (words.remove("-Dsoak")) {
      StoreSoak.main(words.toArray(new String[0]));
      return;
    }
    int rounds = 3;
    for (String word : arguments) {
      if (word.startsWith("rounds=")) {
        rounds = Integer.parseInt(word.substring("rounds=".length()));
        words.remove(word);
      }
    }
    Path folder = Path.of(words.isEmpty() ? "." : words.get(0));
    int records = words.size() > 1 ? Integer.parseInt(words.get(1)) : 200_000;
    List<EngineKind> engines = new ArrayList<>();
    for (String word : words.subList(Math.min(2, words.size()), words.size())) {
      engines.add(EngineKind.of(word));
    }
    if (engines.isEmpty()) {
      engines.addAll(List.of(EngineKind.values()));
      engines.remove(EngineKind.MAPDBHASH);
    }
    engines.removeIf(engine -> !engine.isPresent());
    Path place = Files.createTempDirectory(folder, "store-bench");
    try {
      new StoreBench(place, records, rounds, engines).run();
    } finally {
      delete(place);
    }
  }

  private void run() throws IOException, InterruptedException {
    boolean counting = SyncCount.isPossible();
    for (int round = 0; round < rounds; round++) {
      for (int i = 0; i < engines.size(); i++) {
        EngineKind engine = engines.get((i + round) % engines.size());
        long startNs = System.nanoTime();
        measure(engine, round);
        crash(engine, round);
        if (counting && round == 0) {
          countSyncs(engine);
        }
        System.err.printf(
            "round %d %s: %.1f s, load %s%n",
            round + 1, engine.title(), (System.nanoTime() - startNs) / 1e9, load());
      }
    }
    print();
  }

  private void measure(EngineKind engine, int round) throws IOException, InterruptedException {
    Path place = Files.createDirectory(folder.resolve(engine.word()));
    EngineProcess process = new EngineProcess(engine, place, SEED + round);
    var filled = process.run(EngineWork.Piece.FILL, records, HEAP_MB);
    board.addAll(engine, filled);
    var opened = process.run(EngineWork.Piece.OPEN, records, OPEN_HEAP_MB);
    if (opened.get("missing") > 0) {
      throw new IllegalStateException(engine.title() + " lost a record without any crash");
    }
    board.add(engine, "opened", opened.get("open"));
    // Some leave work for the next opening.
    double later = opened.get("openwritten") / ((double) records * Records.PAYLOAD_BYTES);
    board.add(engine, "settled", filled.get("written") + later);
    board.addAll(engine, process.run(EngineWork.Piece.READ, records, HEAP_MB));
    delete(place);
  }

  private void crash(EngineKind engine, int round) throws IOException, InterruptedException {
    Path place = Files.createDirectory(folder.resolve(engine.word() + "-killed"));
    EngineProcess process = new EngineProcess(engine, place, SEED - 1 - round);
    int enough = records * 2 / 5 + new Random(round).nextInt(records / 2);
    int durable = process.fillAndKill(records, enough, HEAP_MB);
    try {
      var figures = process.run(EngineWork.Piece.CHECK, durable, OPEN_HEAP_MB);
      board.add(engine, "recovered", figures.get("open"));
      board.add(engine, "lost", figures.get("missing"));
    } catch (IllegalStateException e) {
      System.err.println(e.getMessage() + " after a kill at " + durable + " records");
      board.add(engine, "broken", 1);
    }
    delete(place);
  }

  private void countSyncs(EngineKind engine) throws IOException, InterruptedException {
    Path place = Files.createDirectory(folder.resolve(engine.word() + "-traced"));
    EngineProcess process = new EngineProcess(engine, place, SEED);
    int few = Math.min(records, SYNC_RECORDS);
    Path report = folder.resolve("strace.txt");
    board.add(engine, "syncs", SyncCount.perCommit(process, report, few, HEAP_MB));
    delete(place);
  }

  private void print() throws IOException {
    System.out.printf(
        "%d records of 32 + 400 bytes, commits of %d, %d rounds, load at the end %s; median (least"
            + " to most), ratio to the first%n%n",
        records, EngineWork.BATCH, rounds, load());
    System.out.println(
        board.table(
            new Column("written", "bytes written ÷ payload", 2),
            new Column("settled", "with the next opening", 2),
            new Column("handed", "handed to writes ÷ payload", 2),
            new Column("files", "file bytes ÷ payload", 2),
            new Column("inserts", "inserts/s", 0),
            new Column("commit50", "commit p50, ms", 3),
            new Column("commit99", "p99", 2),
            new Column("commitmax", "longest", 1),
            new Column("batch50", "64 puts and commit p50, ms", 3),
            new Column("syncs", "syncs per commit", 2)));
    System.out.println(
        board.table(
            new Column("gets", "gets/s", 0),
            new Column("keyscan", "scan of keys, rows/s", 0),
            new Column("scan", "scan of records, rows/s", 0),
            new Column("heap", "heap, bytes a record, after writing", 1),
            new Column("readheap", "after reading", 1),
            new Column("fillrss", "RSS writing, MB", 0),
            new Column("readrss", "RSS reading, MB", 0)));
    System.out.println(
        board.table(
            new Column("close", "close, ms", 0),
            new Column("opened", "open and first get, ms", 0),
            new Column("recovered", "the same after kill -9, ms", 0),
            new Column("lost", "durable records lost", 0),
            new Column("broken", "stores that do not open", 0)));
  }

  private static String load() throws IOException {
    return Files.readString(Path.of("/proc/loadavg")).split(" ")[0];
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> paths = Files.walk(folder)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
