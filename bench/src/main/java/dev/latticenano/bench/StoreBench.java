package dev.latticenano.bench;

import dev.latticenano.bench.engine.EngineKind;
import dev.latticenano.bench.engine.EngineRounds;
import dev.latticenano.bench.engine.EngineWork;
import dev.latticenano.bench.engine.Scoreboard;
import dev.latticenano.bench.engine.Scoreboard.Column;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

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
  private StoreBench() {}

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
    Path place = Files.createTempDirectory(Files.createDirectories(folder), "store-bench");
    try {
      EngineRounds run = new EngineRounds(place, records, engines);
      run.run(rounds);
      System.out.printf(
          "%d records of 32 + 400 bytes, commits of %d, %d rounds, load at the end %s; median"
              + " (least to most), ratio to the first%n%n",
          records, EngineWork.BATCH, rounds, EngineRounds.load());
      print(run.board());
    } finally {
      EngineRounds.delete(place);
    }
  }

  private static void print(Scoreboard board) {
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
            new Column("getcpu", "processor time of a get, µs", 2),
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
}
