package dev.latticenano.bench;

import dev.latticenano.bench.engine.EngineKind;
import dev.latticenano.bench.engine.EngineSoak;
import dev.latticenano.bench.engine.EngineWork;
import dev.latticenano.bench.engine.SoakRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Our log and tables as they grow, with a heap of 64 MB: a line each 250 000 records, and at a
 * tenth, a fifth, a half and all of them the process is killed and the store opened. Draws {@code
 * docs/storage-soak.svg}.
 *
 * <p>Arguments: folder on the disk to measure (default: the working folder), records (10000000, at
 * least 40), file for the picture. Takes 5 GB of disk, and twenty minutes where a sync takes 0.2
 * ms.
 */
public final class StoreSoak {
  private static final int HEAP_MB = 64;
  private static final int LINES = 40;
  private static final int[] STOPS = {10, 5, 2, 1};

  private final SoakRun run;
  private final List<Double> amplifications = new ArrayList<>();

  private StoreSoak(Path folder) {
    run = new SoakRun(EngineKind.OURS, folder, HEAP_MB);
  }

  /** Fills, prints and draws. */
  public static void main(String[] arguments) throws Exception {
    Path folder = Path.of(arguments.length > 0 ? arguments[0] : ".");
    int records = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 10_000_000;
    Path picture = Path.of(arguments.length > 2 ? arguments[2] : "docs/storage-soak.svg");
    Path place = Files.createTempDirectory(Files.createDirectories(folder), "store-soak");
    try {
      StoreSoak soak = new StoreSoak(place);
      soak.fill(records);
      soak.draw(records, picture);
    } finally {
      new ProcessBuilder("rm", "-r", place.toString()).start().waitFor();
    }
  }

  private void fill(int records) throws IOException, InterruptedException {
    System.out.println(
        "| records | inserts/s | commit p50, p99, ms | written ÷ payload |"
            + " get p50, p99, µs | heap, MB, bytes a record | RSS, MB |");
    System.out.println("|---|---|---|---|---|---|---|");
    for (int stop : STOPS) {
      run.fill(records / stop, records / LINES, this::say);
    }
    System.out.println();
    System.out.println("| records | open after kill -9, ms | after a clean close, ms |");
    System.out.println("|---|---|---|");
    for (SoakRun.Stop stop : run.stops()) {
      System.out.printf(
          Locale.ROOT, "| %d | %.0f | %.0f |%n", stop.records(), stop.killedMs(), stop.closedMs());
    }
  }

  private void say(EngineSoak.Line line) {
    amplifications.add(run.amplification());
    System.out.printf(
        Locale.ROOT,
        "| %d | %.0f | %.3f, %.2f | %.3f | %.1f, %.1f | %.1f, %.2f | %.0f |%n",
        line.records(),
        line.inserts(),
        line.commitMs(),
        line.commit99Ms(),
        run.amplification(),
        line.getUs(),
        line.get99Us(),
        line.heap() / 1e6,
        line.heap() / line.records(),
        line.resident() / 1e6);
  }

  private void draw(int records, Path picture) throws IOException {
    String size = String.format(Locale.ROOT, "%,d", records).replace(',', ' ');
    List<String> caption =
        List.of(
            size
                + " records of 32 + 400 bytes, a durable commit every "
                + EngineWork.BATCH
                + ", heap of at most "
                + HEAP_MB
                + " MB; "
                + LocalDate.now(),
            "Merges run inside the commits. Bytes as Linux counts them for the process, the"
                + " opening after each kill included.");
    run.picture(amplifications.stream().mapToDouble(Double::doubleValue).toArray())
        .write(picture, caption);
  }
}
