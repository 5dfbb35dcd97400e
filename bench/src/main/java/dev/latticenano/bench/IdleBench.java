package dev.latticenano.bench;

import dev.latticenano.bench.meeting.Encounter;
import dev.latticenano.bench.meeting.History;
import dev.latticenano.bench.meeting.Line;
import dev.latticenano.bench.meeting.StoredNode;
import dev.latticenano.core.store.StoreException;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import javax.management.JMException;
import javax.management.ObjectName;

/**
 * Heap that a link takes while nobody has anything to say: two nodes with a store of a hundred
 * authors meet over one link after the other, agree, and leave all links open. After a collection
 * all live objects are counted by class; half of the difference is one end of a link. Figures of
 * bytes do not depend on the machine.
 *
 * <p>Arguments: links (default 1000), intentions of the store (2000), a folder (the working
 * folder).
 */
public final class IdleBench {
  private static final int AUTHORS = 100;
  private static final int FIRST_LINKS = 20;
  private static final int CLASSES_SHOWN = 40;
  private static final int BYTES_WANTED = 4096;

  private IdleBench() {}

  /** Measures and prints a line for each package and each of the largest classes. */
  public static void main(String[] args) throws IOException, StoreException, JMException {
    int links = args.length > 0 ? Integer.parseInt(args[0]) : 1000;
    int count = args.length > 1 ? Integer.parseInt(args[1]) : 2000;
    Path place = Path.of(args.length > 2 ? args[2] : ".");
    Path folder = Files.createTempDirectory(Files.createDirectories(place), "idle-bench");
    History history = new History(AUTHORS);
    StoredNode.fill(folder.resolve("left"), history, count);
    StoredNode.copy(folder.resolve("left"), folder.resolve("right"));
    try (StoredNode left = new StoredNode(folder.resolve("left"), history, 0);
        StoredNode right = new StoredNode(folder.resolve("right"), history, 1)) {
      meet(left, right, history, 0, FIRST_LINKS);
      Map<String, long[]> before = histogram();
      meet(left, right, history, FIRST_LINKS, FIRST_LINKS + links);
      print(before, histogram(), 2 * links);
    } finally {
      StoredNode.remove(folder);
    }
  }

  private static void meet(StoredNode left, StoredNode right, History history, int from, int to)
      throws StoreException {
    for (int link = from; link < to; link++) {
      byte[] known = link == 0 ? null : left.node().doors().peerTransportKey(link - 1);
      Encounter.run(left, right, link, Line.TRIPS, known, history.nowMs(), true);
    }
  }

  /** Number and bytes of live objects by class. */
  private static Map<String, long[]> histogram() throws JMException {
    Object text =
        ManagementFactory.getPlatformMBeanServer()
            .invoke(
                new ObjectName("com.sun.management:type=DiagnosticCommand"),
                "gcClassHistogram",
                new Object[] {new String[0]},
                new String[] {String[].class.getName()});
    Map<String, long[]> found = new HashMap<>();
    for (String line : text.toString().split("\n")) {
      String[] words = line.trim().split("\\s+");
      if (words.length >= 4 && words[0].endsWith(":")) {
        long[] sums = found.computeIfAbsent(words[3], each -> new long[2]);
        sums[0] += Long.parseLong(words[1]);
        sums[1] += Long.parseLong(words[2]);
      }
    }
    return found;
  }

  private static void print(Map<String, long[]> before, Map<String, long[]> after, int ends) {
    Map<String, Double> packages = new HashMap<>();
    Map<String, Double> classes = new HashMap<>();
    double all = 0;
    for (Map.Entry<String, long[]> entry : after.entrySet()) {
      long[] was = before.getOrDefault(entry.getKey(), new long[2]);
      double bytes = (entry.getValue()[1] - was[1]) / (double) ends;
      double number = (entry.getValue()[0] - was[0]) / (double) ends;
      all += bytes;
      String name = entry.getKey();
      int dot = name.lastIndexOf('.');
      boolean ours = name.startsWith("dev.latticenano");
      packages.merge(ours ? name.substring(0, dot) : "arrays and Java's", bytes, Double::sum);
      classes.put(String.format(Locale.ROOT, "%-60s %6.2f", name, number), bytes);
    }
    System.out.printf(
        Locale.ROOT, "%.0f B of heap an end of a link, wanted: %d%n", all, BYTES_WANTED);
    printLargest("by package", packages);
    printLargest("by class, objects", classes);
  }

  private static void printLargest(String title, Map<String, Double> sizes) {
    System.out.println(title);
    String[] names = sizes.keySet().toArray(new String[0]);
    Arrays.sort(names, (a, b) -> Double.compare(sizes.get(b), sizes.get(a)));
    for (String name : Arrays.copyOf(names, Math.min(names.length, CLASSES_SHOWN))) {
      if (sizes.get(name) >= 1) {
        System.out.printf(Locale.ROOT, "  %7.0f B  %s%n", sizes.get(name), name);
      }
    }
  }
}
