package dev.latticenano.bench.relay;

import dev.latticenano.core.dag.ReplayProgress;
import dev.latticenano.host.Failure;
import dev.latticenano.host.text.Address;
import dev.latticenano.relay.RelayServer;
import dev.latticenano.relay.home.RelayHome;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The process that is measured: a relay over NIO, as it is delivered, or over netty. Prints its
 * port, and for each line it is given what it takes after a collection, or what checks of
 * signatures took beside it.
 *
 * <p>Arguments: {@code nio}, {@code netty}, or {@code loop} for links alone; the relay's directory.
 */
public final class RelayProcess {
  /** From now on signatures are checked beside it. */
  static final String CHECKS = "checks";

  /** No more; asks what they took. */
  static final String CHECKED = "checked";

  private static final String THREAD = "relay";

  private RelayProcess() {}

  /** Serves until its input ends. */
  public static void main(String[] args) throws Exception {
    RelayHome home = RelayHome.open(Path.of(args[1]));
    int port =
        switch (args[0]) {
          case "loop" -> new Mute().listen();
          case "netty" -> new NettyRelay(home).listen();
          default -> nio(home);
        };
    System.out.println(port);
    BufferedReader questions =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    ChecksBeside checks = new ChecksBeside();
    for (String line = questions.readLine(); line != null; line = questions.readLine()) {
      switch (line) {
        case CHECKS -> checks.begin();
        case CHECKED -> System.out.println(checks.end());
        default -> System.out.println(cost());
      }
    }
  }

  private static String cost() throws IOException {
    // Before the collection, which is for whoever asks.
    String times = processorMs() + " " + threadNs() + " " + Compiling.ms();
    System.gc();
    long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    return heap + " " + residentBytes() + " " + times;
  }

  private static int nio(RelayHome home) throws Failure {
    RelayServer server = RelayServer.open(home, false, ReplayProgress.SILENT);
    String line = server.listen(List.of(new Address("127.0.0.1", 0)), null).get(0);
    Thread thread =
        new Thread(
            () -> {
              try {
                server.run();
              } catch (Failure e) {
                throw new IllegalStateException(e);
              }
            },
            THREAD);
    thread.setDaemon(true);
    thread.start();
    return Integer.parseInt(line.substring(line.lastIndexOf(':') + 1));
  }

  private static long residentBytes() throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
      if (line.startsWith("VmRSS:")) {
        return Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024;
      }
    }
    throw new IOException("no VmRSS");
  }

  /** Processor time of the thread that speaks to links, if it is ours. */
  private static long threadNs() {
    for (Thread each : Thread.getAllStackTraces().keySet()) {
      if (each.getName().equals(THREAD)) {
        return ManagementFactory.getThreadMXBean().getThreadCpuTime(each.getId());
      }
    }
    return 0;
  }

  private static long processorMs() {
    return ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class)
            .getProcessCpuTime()
        / 1_000_000;
  }
}
