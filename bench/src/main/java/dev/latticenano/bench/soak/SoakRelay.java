package dev.latticenano.bench.soak;

import dev.latticenano.bench.relay.Delivered;
import dev.latticenano.host.Failure;
import dev.latticenano.relay.RelayMain;
import dev.latticenano.relay.home.OperatorSettings;
import dev.latticenano.relay.home.RelayHome;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The relay: {@code lattice-relay serve} in a process of its own, with the settings and the heap
 * that it is delivered with, at one port of the loopback network.
 */
public final class SoakRelay {
  private static final String HEAP = "64m";
  private static final Pattern COLLECTED =
      Pattern.compile("Pause Full .*->([0-9]+)([KM])\\([0-9]+[KM]\\)");
  private static final int END_S = 60;

  private final RelayHome home;
  private final Path log;
  private final Path collections;
  private final int port;
  private Process process;

  /**
   * A relay that is not started yet, in a folder of {@code disk}; its logs lie at {@code notes}.
   */
  public SoakRelay(Path disk, Path notes) throws Failure, IOException {
    home = RelayHome.create(disk.resolve("relay"), new OperatorSettings());
    log = notes.resolve("relay.log");
    collections = notes.resolve("relay-gc.log");
    try (ServerSocket any = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = any.getLocalPort();
    }
  }

  /** Who it is, and what it holds. */
  RelayHome home() {
    return home;
  }

  /** Where it listens. */
  int port() {
    return port;
  }

  /** Starts it; returns when it listens, after so many ms. */
  public long start() throws IOException {
    long startNs = System.nanoTime();
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(Delivered.options(HEAP));
    command.addAll(
        List.of(
            "-Xlog:gc:file=" + collections,
            "-cp",
            System.getProperty("java.class.path"),
            RelayMain.class.getName(),
            "serve",
            "--listen",
            "127.0.0.1:" + port,
            "--dir",
            home.root().toString()));
    process =
        new ProcessBuilder(command)
            .redirectError(ProcessBuilder.Redirect.appendTo(new File(log.toString())))
            .start();
    process.getOutputStream().close();
    BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
    String line = out.readLine();
    if (line == null) {
      throw new IOException("the relay did not start: see " + log);
    }
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNs);
  }

  /** Ends it as {@code kill -9} does. */
  public void kill() throws InterruptedException {
    process.toHandle().destroyForcibly();
    process.waitFor();
  }

  /** Has it end, whatever becomes of this process. */
  public void end() {
    process.toHandle().destroyForcibly();
  }

  /** True while it runs. */
  public boolean isAlive() {
    return process.isAlive();
  }

  /** Ends it as systemd does; its exit code. */
  public int stop() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(END_S, TimeUnit.SECONDS)) {
      process.destroyForcibly();
    }
    return process.waitFor();
  }

  /** Bytes of memory, by the name of a line in /proc/PID/status; 0 if it does not run. */
  public long residentBytes(String name) throws IOException {
    Path status = Path.of("/proc", Long.toString(process.pid()), "status");
    if (process.isAlive()) {
      for (String line : Files.readAllLines(status)) {
        if (line.startsWith(name + ":")) {
          return Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024;
        }
      }
    }
    return 0;
  }

  /** Bytes of live objects, after a collection that this asks for; 0 if it does not run. */
  public long heapBytes() throws IOException, InterruptedException {
    new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
            Long.toString(process.pid()),
            "GC.run")
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start()
        .waitFor(END_S, TimeUnit.SECONDS);
    List<String> lines = process.isAlive() ? Files.readAllLines(collections) : List.of();
    for (int i = lines.size() - 1; i >= 0; i--) {
      Matcher found = COLLECTED.matcher(lines.get(i));
      if (found.find()) {
        return Long.parseLong(found.group(1)) << (found.group(2).equals("M") ? 20 : 10);
      }
    }
    return 0;
  }

  /** What of its log needs a person, but for the full disk; a line each. */
  public List<String> complaints() throws IOException {
    return Files.readAllLines(log).stream()
        .filter(line -> !line.contains("disk_full"))
        .filter(
            line ->
                line.contains("ERROR")
                    || line.contains("Exception")
                    || line.startsWith("lattice-relay:"))
        .toList();
  }
}
