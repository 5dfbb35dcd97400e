package dev.latticenano.bench;

import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.state.FileEntry;
import dev.latticenano.core.state.FilePath;
import dev.latticenano.core.state.FileState;
import dev.latticenano.edge.NodeHome;
import dev.latticenano.edge.files.FolderReader;
import dev.latticenano.edge.files.FolderWriter;
import dev.latticenano.host.Failure;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/**
 * What sealing adds to a file: one file of random bytes put into a clear and into a sealed store of
 * one node and written out of both again, by turns, in one JVM. Wall time with the disk in it, and
 * processor time of the thread; medians over rounds.
 *
 * <p>Arguments: rounds (default 9), MiB of the file (default 64), where to put the node (default: a
 * temporary folder).
 */
public final class ContentBench {
  private static final int MIB = 1 << 20;
  private static final int WARM_UP_ROUNDS = 2;
  private static final String[] WORKS = {"put clear", "put sealed", "get clear", "get sealed"};

  private final Path place;
  private final int mib;
  private final NodeHome home;
  private final StoreId[] stores;
  private final double[][] wall;
  private final double[][] processor;

  private ContentBench(Path place, int rounds, int mib) throws Failure {
    this.place = place;
    this.mib = mib;
    NodeHome.create(place.resolve("node"), "node");
    home = NodeHome.open(place.resolve("node"));
    stores =
        new StoreId[] {
          home.createStore("clear", FileState.TYPE, false),
          home.createStore("sealed", FileState.TYPE, true)
        };
    wall = new double[WORKS.length][rounds];
    processor = new double[WORKS.length][rounds];
  }

  private interface Work {
    void run() throws Exception;
  }

  private void round(int round) throws Exception {
    Path file = place.resolve("film");
    byte[] content = new byte[mib * MIB];
    new SplittableRandom(round).nextBytes(content);
    Files.write(file, content);
    for (int i = 0; i < stores.length; i++) {
      StoreId store = stores[i];
      measure(round, i, () -> put(store, file));
    }
    for (int i = 0; i < stores.length; i++) {
      StoreId store = stores[i];
      Path copy = place.resolve("copy" + i);
      measure(round, 2 + i, () -> get(store, copy));
      if (Files.mismatch(file, copy.resolve("film")) != -1) {
        throw new AssertionError("not what was put");
      }
      Files.delete(copy.resolve("film"));
    }
  }

  private void put(StoreId store, Path file) throws Failure {
    FolderReader reader = new FolderReader(home, store, done -> {});
    reader.put(file, "");
    if (reader.written() != 1) {
      throw new AssertionError(reader.problems());
    }
  }

  private void get(StoreId store, Path copy) throws Exception {
    FolderWriter writer = new FolderWriter(copy, home.chunks(), false);
    FileEntry entry = home.files(store).entry(FilePath.of("film"));
    if ((entry.key() != null) != (store == stores[1])) {
      throw new AssertionError("sealed where it should not be, or not where it should");
    }
    writer.write(entry, "film");
    if (writer.written() != 1) {
      throw new AssertionError(writer.problems());
    }
  }

  private void measure(int round, int work, Work each) throws Exception {
    long startProcessor = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    long start = System.nanoTime();
    each.run();
    long ns = System.nanoTime() - start;
    long spent = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - startProcessor;
    if (round >= 0) {
      wall[work][round] = ns / 1e6;
      processor[work][round] = spent / 1e6;
    }
  }

  /** Measures and prints a line per step. */
  public static void main(String[] args) throws Exception {
    int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 9;
    int mib = args.length > 1 ? Integer.parseInt(args[1]) : 64;
    Path place =
        args.length > 2
            ? Files.createTempDirectory(Path.of(args[2]), "lattice-bench")
            : Files.createTempDirectory("lattice-bench");
    ContentBench bench = new ContentBench(place, rounds, mib);
    for (int round = -WARM_UP_ROUNDS; round < rounds; round++) {
      bench.round(round);
    }
    bench.print();
    bench.home.close();
    delete(place);
    System.exit(0);
  }

  private void print() {
    System.out.println("             wall ms  least    most     cpu ms   MB/s of cpu");
    for (int work = 0; work < WORKS.length; work++) {
      Arrays.sort(wall[work]);
      Arrays.sort(processor[work]);
      double[] ms = wall[work];
      double spent = processor[work][processor[work].length / 2];
      System.out.printf(
          "%-12s %-8.0f %-8.0f %-8.0f %-8.0f %.0f%n",
          WORKS[work],
          ms[ms.length / 2],
          ms[0],
          ms[ms.length - 1],
          spent,
          mib * (double) MIB / spent / 1000);
    }
    for (int work = 1; work < WORKS.length; work += 2) {
      int middle = wall[work].length / 2;
      System.out.printf(
          "%s / clear: wall %.2f, cpu %.2f%n",
          WORKS[work],
          wall[work][middle] / wall[work - 1][middle],
          processor[work][middle] / processor[work - 1][middle]);
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
