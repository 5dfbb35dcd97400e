package dev.latticenano.bench;

import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.state.DirEntryWriter;
import dev.latticenano.core.state.FileBatch;
import dev.latticenano.core.state.FilePath;
import dev.latticenano.core.state.FileState;
import dev.latticenano.edge.NodeHome;
import dev.latticenano.edge.files.Submission;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What short commands of {@code ./lattice} cost, shell script and all: processor time of the
 * process and its children, and time on the clock. {@code ls} and {@code status} are asked of a
 * node with 10 000 intentions, one file each. As root, one {@code --help} more after the system has
 * forgotten the disk.
 *
 * <p>Arguments: runs (default 9), intentions (default 10000). Run it from the project's folder.
 */
public final class CommandBench {
  private static final String TIMED = "TIMEFORMAT='%U %S %R'; time ./lattice \"$@\" >/dev/null";

  private CommandBench() {}

  private record Cost(double cpuSeconds, double seconds) {}

  /** Measures and prints one line per command. */
  public static void main(String[] args) throws Exception {
    int runs = args.length > 0 ? Integer.parseInt(args[0]) : 9;
    int count = args.length > 1 ? Integer.parseInt(args[1]) : 10_000;
    System.out.println("command          processor s (median, least, most)   clock s");
    run("--help");
    measure("--help", runs, "--help");
    cold();
    Path place = Files.createTempDirectory("lattice-bench");
    String dir = place.resolve("node").toString();
    make(Path.of(dir), count);
    measure("status", runs, "status", "--dir", dir);
    measure("ls", runs, "ls", "--dir", dir, "folder 3");
    measure("ls -r", runs, "ls", "-r", "--dir", dir);
    measure("demo carry", Math.min(runs, 3), "demo", "carry");
    new ProcessBuilder("rm", "-r", place.toString()).start().waitFor();
  }

  private static void make(Path root, int count) throws Exception {
    NodeHome.create(root, "bench");
    try (NodeHome home = NodeHome.open(root)) {
      StoreId store = home.createStore("files", FileState.TYPE);
      Submission submission = new Submission(home, store);
      for (int i = 0; i < count; i++) {
        FilePath path = FilePath.of("folder " + i % 10 + "/file " + i);
        byte[] content = ("content " + i).getBytes(StandardCharsets.UTF_8);
        DirEntryWriter entry =
            new DirEntryWriter().file(path, 0644, i).inline(content, 0, content.length);
        FileBatch batch = new FileBatch(home.files(store));
        batch.put(path, entry.toBytes());
        submission.submit(batch.proposals());
      }
    }
  }

  private static void measure(String name, int runs, String... command) throws Exception {
    double[] cpu = new double[runs];
    double[] clock = new double[runs];
    for (int i = 0; i < runs; i++) {
      Cost cost = run(command);
      cpu[i] = cost.cpuSeconds();
      clock[i] = cost.seconds();
    }
    Arrays.sort(cpu);
    Arrays.sort(clock);
    System.out.printf(
        "%-16s %.3f %.3f %.3f                       %.3f%n",
        name, cpu[runs / 2], cpu[0], cpu[runs - 1], clock[runs / 2]);
  }

  private static void cold() throws Exception {
    Path drop = Path.of("/proc/sys/vm/drop_caches");
    try {
      new ProcessBuilder("sync").start().waitFor();
      Files.writeString(drop, "3");
    } catch (IOException e) {
      System.out.println("--help, cold     only root may make the system forget the disk");
      return;
    }
    Cost cost = run("--help");
    System.out.printf(
        "--help, cold     %.3f                                   %.3f%n",
        cost.cpuSeconds(), cost.seconds());
  }

  private static Cost run(String... command) throws Exception {
    List<String> words = new ArrayList<>(List.of("bash", "-c", TIMED, "bash"));
    words.addAll(List.of(command));
    Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IllegalStateException(String.join(" ", command) + ": " + said);
    }
    String[] times = said.strip().substring(said.strip().lastIndexOf('\n') + 1).split(" ");
    return new Cost(
        Double.parseDouble(times[0]) + Double.parseDouble(times[1]), Double.parseDouble(times[2]));
  }
}
