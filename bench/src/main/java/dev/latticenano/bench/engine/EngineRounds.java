package dev.latticenano.bench.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;

/** Rounds in which every engine does every piece of work in a folder of its own, by turns. */
public final class EngineRounds {
  private static final int HEAP_MB = 128;
  private static final int OPEN_HEAP_MB = 64;
  private static final int SYNC_RECORDS = 51_200;
  private static final long SEED = 42;

  private final Path folder;
  private final int records;
  private final List<EngineKind> engines;
  private final Scoreboard board;
  private final Map<EngineKind, Map<String, Double>> filled = new EnumMap<>(EngineKind.class);

  /** Rounds of {@code records} records in an empty folder. */
  public EngineRounds(Path folder, int records, List<EngineKind> engines) {
    this.folder = folder;
    this.records = records;
    this.engines = engines;
    board = new Scoreboard(engines);
  }

  /** Runs so many rounds more. */
  public void run(int rounds) throws IOException, InterruptedException {
    for (int round = 0; round < rounds; round++) {
      long startNs = System.nanoTime();
      // The same piece of all engines, one after the other: they meet much the same noise.
      byTurns(this::fill, round);
      byTurns(this::open, round);
      byTurns(this::read, round);
      byTurns(this::crash, round);
      if (round == 0 && SyncCount.isPossible()) {
        byTurns(this::countSyncs, round);
      }
      System.err.printf(
          "round %d of %d: %.0f s, load %s%n",
          round + 1, rounds, (System.nanoTime() - startNs) / 1e9, load());
    }
  }

  /** One piece of work of one engine. */
  private interface Step {
    void run(EngineKind engine, EngineProcess process, int round)
        throws IOException, InterruptedException;
  }

  private void byTurns(Step step, int round) throws IOException, InterruptedException {
    for (int i = 0; i < engines.size(); i++) {
      EngineKind engine = engines.get((i + round) % engines.size());
      EngineProcess process = new EngineProcess(engine, place(engine), SEED + round);
      step.run(engine, process, round);
      // The next one shall not wait for what this one left to the system.
      new ProcessBuilder("sync", "-f", folder.toString()).start().waitFor();
    }
  }

  private void fill(EngineKind engine, EngineProcess process, int round)
      throws IOException, InterruptedException {
    Files.createDirectory(place(engine));
    filled.put(engine, process.run(EngineWork.Piece.FILL, records, HEAP_MB));
    board.addAll(engine, filled.get(engine));
  }

  private void open(EngineKind engine, EngineProcess process, int round)
      throws IOException, InterruptedException {
    var opened = process.run(EngineWork.Piece.OPEN, records, OPEN_HEAP_MB);
    if (opened.get("missing") > 0) {
      throw new IllegalStateException(engine.title() + " lost a record without any crash");
    }
    board.add(engine, "opened", opened.get("open"));
    // Some leave work for the next opening.
    double later = opened.get("openwritten") / ((double) records * Records.PAYLOAD_BYTES);
    board.add(engine, "settled", filled.get(engine).get("written") + later);
  }

  private void read(EngineKind engine, EngineProcess process, int round)
      throws IOException, InterruptedException {
    board.addAll(engine, process.run(EngineWork.Piece.READ, records, HEAP_MB));
    delete(place(engine));
  }

  private void crash(EngineKind engine, EngineProcess process, int round)
      throws IOException, InterruptedException {
    Files.createDirectory(place(engine));
    int enough = records * 2 / 5 + new Random(round).nextInt(records / 2);
    int durable = process.fillAndKill(records, enough, HEAP_MB);
    try {
      var found = process.run(EngineWork.Piece.CHECK, durable, OPEN_HEAP_MB);
      board.add(engine, "recovered", found.get("open"));
      board.add(engine, "lost", found.get("missing"));
      board.add(engine, "broken", 0);
    } catch (IllegalStateException e) {
      System.err.println(e.getMessage() + " after a kill at " + durable + " records");
      board.add(engine, "broken", 1);
    }
    delete(place(engine));
  }

  private void countSyncs(EngineKind engine, EngineProcess process, int round)
      throws IOException, InterruptedException {
    Files.createDirectory(place(engine));
    int few = Math.min(records, SYNC_RECORDS);
    Path report = folder.resolve("strace.txt");
    board.add(engine, "syncs", SyncCount.perCommit(process, report, few, HEAP_MB));
    delete(place(engine));
  }

  private Path place(EngineKind engine) {
    return folder.resolve(engine.word());
  }

  /** What was measured so far. */
  public Scoreboard board() {
    return board;
  }

  /** The system's load average of the last minute. */
  public static String load() throws IOException {
    return Files.readString(Path.of("/proc/loadavg")).split(" ")[0];
  }

  /** Removes a folder and what is in it. */
  public static void delete(Path folder) throws IOException {
    try (Stream<Path> paths = Files.walk(folder)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
