package dev.latticenano.bench.relay;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** What Java's compilers took of the processors, as Linux counts it for their threads. */
final class Compiling {
  private static final Path THREADS = Path.of("/proc/self/task");
  // Of a thread in /proc, counted behind its name: user and system time, in ticks of 10 ms.
  private static final int USER_FIELD = 11;
  private static final int SYSTEM_FIELD = 12;
  private static final int TICK_MS = 10;

  private Compiling() {}

  /** Processor time of the compilers of this process that still run, ms. */
  static long ms() throws IOException {
    long ticks = 0;
    try (Stream<Path> threads = Files.list(THREADS)) {
      for (Path each : threads.toList()) {
        ticks += ticks(each);
      }
    }
    return ticks * TICK_MS;
  }

  private static long ticks(Path thread) {
    String stat;
    try {
      stat = Files.readString(thread.resolve("stat"));
    } catch (IOException e) {
      // It ended while it was looked at.
      return 0;
    }
    int end = stat.lastIndexOf(')');
    if (!stat.substring(stat.indexOf('(') + 1, end).matches("C[12] Compiler.*")) {
      return 0;
    }
    String[] fields = stat.substring(end + 2).split(" ");
    return Long.parseLong(fields[USER_FIELD]) + Long.parseLong(fields[SYSTEM_FIELD]);
  }
}
