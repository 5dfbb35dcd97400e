package dev.latticenano.bench;

import com.sun.management.OperatingSystemMXBean;
import dev.latticenano.bench.relay.Checks;
import dev.latticenano.core.session.LinkProfile;
import dev.latticenano.edge.Conversation;
import dev.latticenano.link.TcpDoor;
import dev.latticenano.link.TcpLink;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Two whole nodes in one process over TCP on this machine: many small intentions, then large files.
 * Beside each the cost of what cannot be saved: one check of a signature per intention, measured
 * just before and after. Also the memory that the intentions take and how long a node needs to open
 * its store again.
 *
 * <p>Arguments: intentions (default 100000), megabytes of files (default 200). Writing the
 * intentions is what takes long, each of them synced: {@code
 * BENCH_JAVA_OPTS=-Djava.io.tmpdir=/dev/shm} keeps both nodes in memory.
 */
public final class TcpNodeBench {
  private static final int CONNECT_MS = 5000;
  private static final int FILE_BYTES = 20_000_000;

  private static long wireBytes;

  private TcpNodeBench() {}

  /** Measures and prints one line per figure. */
  public static void main(String[] args) throws Exception {
    int count = args.length > 0 ? Integer.parseInt(args[0]) : 100_000;
    int megabytes = args.length > 1 ? Integer.parseInt(args[1]) : 200;
    if (count > 0) {
      intentions(count);
    }
    if (megabytes > 0) {
      files(megabytes);
    }
    System.exit(0);
  }

  private static void intentions(int count) throws Exception {
    try (NodePair pair = new NodePair()) {
      long emptyBytes = heapBytes();
      long startNs = System.nanoTime();
      pair.write(count, 1);
      System.out.printf(
          "written one by one, each synced    %.1f us an intention%n",
          (System.nanoTime() - startNs) / 1e3 / count);
      long oneBytes = heapBytes() - emptyBytes;
      Checks checks = new Checks();
      checks.ns();
      double before = checks.ns();
      final long bothStartNs = processNs();
      final long cpuStartNs = cpuNs();
      long ns = exchange(pair);
      final long cpuNs = cpuNs() - cpuStartNs;
      final long bothNs = processNs() - bothStartNs;
      double after = checks.ns();
      double checksNs = (before + after) / 2 * count;
      System.out.printf(
          "%d intentions, %d bytes        %.2f s, %.0f a second, %.1f MB/s%n",
          pair.intentions(),
          pair.intentionBytes(),
          ns / 1e9,
          count * 1e9 / ns,
          pair.intentionBytes() * 1e3 / ns);
      System.out.printf(
          "bytes on the wire, both ways       %d, %.3f of the intentions'%n",
          wireBytes, wireBytes / (double) pair.intentionBytes());
      System.out.printf(
          "signature checks alone             %.2f s (%.1f us each); all of it %.2f times that%n",
          checksNs / 1e9, checksNs / 1e3 / count, ns / checksNs);
      System.out.printf(
          "processor time of the taker's loop %.2f s, %.2f times the checks, of which it does a part%n",
          cpuNs / 1e9, cpuNs / checksNs);
      System.out.printf(
          "processor time of both ends        %.2f s, %.2f times the checks%n",
          bothNs / 1e9, bothNs / checksNs);
      System.out.printf(
          "heap for them                      %.1f MB in one node (%d bytes each), %.1f MB in two%n",
          oneBytes / 1e6, oneBytes / count, (heapBytes() - emptyBytes) / 1e6);
      System.out.printf("resident set of the process        %.1f MB%n", residentBytes() / 1e6);
      startNs = System.nanoTime();
      pair.reopenTaker();
      System.out.printf(
          "open again                         %.2f s%n", (System.nanoTime() - startNs) / 1e9);
    }
  }

  private static void files(int megabytes) throws Exception {
    try (NodePair pair = new NodePair()) {
      int count = megabytes * 1_000_000 / FILE_BYTES;
      long startNs = System.nanoTime();
      pair.put(count, FILE_BYTES, 1);
      System.out.printf(
          "put %d files of %d bytes     %.1f MB/s (made and read)%n",
          count, FILE_BYTES, megabytes * 1e9 / (System.nanoTime() - startNs));
      long ns = exchange(pair);
      System.out.printf("chunks over TCP                    %.1f MB/s%n", megabytes * 1e9 / ns);
    }
  }

  private static long exchange(NodePair pair) throws Exception {
    try (TcpDoor door = TcpDoor.bind("127.0.0.1", 0);
        TcpLink there = TcpLink.connect("127.0.0.1", door.port(), CONNECT_MS);
        TcpLink here = door.accept()) {
      // The giver may write an ack meanwhile.
      final int wanted = pair.intentions();
      long startNs = System.nanoTime();
      Conversation.Snapshot taken = pair.exchange(here, there, LinkProfile.TCP);
      final long ns = System.nanoTime() - startNs;
      wireBytes = there.stats().bytesSent() + there.stats().bytesReceived();
      if (taken.received() < wanted || taken.chunksWanted() > 0) {
        throw new IllegalStateException("the taker lacks something: " + taken);
      }
      return ns;
    }
  }

  /** Processor time of this thread: other programs' work does not count. */
  private static long cpuNs() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  /** The same of all threads: both nodes, who checks for them, compiler and collector. */
  private static long processNs() {
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
  }

  private static long heapBytes() {
    System.gc();
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  private static long residentBytes() throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
      if (line.startsWith("VmRSS:")) {
        return 1024 * Long.parseLong(line.replaceAll("\\D", ""));
      }
    }
    throw new IOException("/proc/self/status has no VmRSS");
  }
}
