package dev.latticenano.bench.relay;

import java.io.IOException;
import java.util.List;

/**
 * Who runs on which of this machine's processors: all on all; the same, but whoever floods the
 * relay gives way; or the relay on the first and whoever calls it on the others, where the flood
 * gives way, too. So what is measured is the relay and not how the system shares out processors.
 * Set by taskset and nice, which Debian has.
 */
public final class Processors {
  private final boolean apart;
  private final boolean back;

  /** As the last of a benchmark's arguments says: {@code apart}, {@code back}, or anything else. */
  public Processors(String[] args) throws IOException, InterruptedException {
    String last = args.length > 0 ? args[args.length - 1] : "";
    apart = last.equals("apart");
    back = apart || last.equals("back");
    if (apart && all() < 2) {
      throw new IllegalArgumentException("a relay apart takes two processors");
    }
    if (apart) {
      String others = "1-" + (all() - 1);
      run("taskset", "-a", "-p", "-c", others, Long.toString(ProcessHandle.current().pid()));
    }
  }

  private static int all() {
    return Runtime.getRuntime().availableProcessors();
  }

  /** How many the relay has. */
  public int ofRelay() {
    return apart ? 1 : all();
  }

  /** What a command of the relay begins with. */
  List<String> prefix() {
    return apart ? List.of("taskset", "-c", "0") : List.of();
  }

  /** What a command begins with of whoever floods the relay. */
  List<String> steppingBack() {
    return back ? List.of("nice", "-n", "19") : List.of();
  }

  private static void run(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    byte[] said = process.getInputStream().readAllBytes();
    if (process.waitFor() != 0) {
      throw new IOException(String.join(" ", command) + ": " + new String(said).strip());
    }
  }

  @Override
  public String toString() {
    String shared = back ? "all on all processors, the flood behind" : "all on all processors";
    return apart ? "the relay on a processor of its own" : shared;
  }
}
