package dev.latticenano.bench.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** How often an engine makes the disk sync, counted by {@code strace}, if there is one. */
public final class SyncCount {
  private static final String CALLS = "trace=fsync,fdatasync,sync_file_range,msync,sync,syncfs";

  private SyncCount() {}

  /** True if {@code strace} runs here. */
  public static boolean isPossible() {
    try {
      return new ProcessBuilder("strace", "-f", "-o", "/dev/null", "true").start().waitFor() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Syncs per commit of an engine that fills an empty folder, opening and closing included. */
  public static double perCommit(EngineProcess process, Path report, int records, int heapMb)
      throws IOException, InterruptedException {
    List<String> strace =
        List.of("strace", "-f", "--seccomp-bpf", "-c", "-e", CALLS, "-o", report.toString());
    process.run(strace, EngineWork.Piece.FILL, records, heapMb);
    long calls = 0;
    for (String line : Files.readAllLines(report)) {
      // % time, seconds, usecs/call, calls, errors if any, name
      String[] words = line.strip().split("\\s+");
      if (words.length >= 5 && words[3].matches("\\d+") && !line.endsWith("total")) {
        calls += Long.parseLong(words[3]);
      }
    }
    Files.delete(report);
    return (double) calls * EngineWork.BATCH / records;
  }
}
