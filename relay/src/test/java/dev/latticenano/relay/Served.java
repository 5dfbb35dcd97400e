package dev.latticenano.relay;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** {@code lattice-relay serve} in a process of its own, as systemd runs it. */
public final class Served implements AutoCloseable {
  private static final int END_S = 60;

  private final Process process;
  private final BufferedReader out;
  private final StringBuilder said = new StringBuilder();
  private final CompletableFuture<String> err;
  private String address;

  private Served(List<String> command) throws IOException {
    process = new ProcessBuilder(command).start();
    process.getOutputStream().close();
    out = process.inputReader(StandardCharsets.UTF_8);
    err = CompletableFuture.supplyAsync(this::errors);
  }

  private String errors() {
    try (Reader in = process.errorReader(StandardCharsets.UTF_8)) {
      for (int next = in.read(); next >= 0; next = in.read()) {
        synchronized (said) {
          said.append((char) next);
          said.notifyAll();
        }
      }
      return said.toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits until it has said {@code part} on its error stream. */
  void awaitLog(String part) throws InterruptedException {
    long untilNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(END_S);
    synchronized (said) {
      while (said.indexOf(part) < 0) {
        long leftMs = TimeUnit.NANOSECONDS.toMillis(untilNs - System.nanoTime());
        if (leftMs <= 0 || err.isDone()) {
          throw new AssertionError("no " + part + " in " + said);
        }
        said.wait(leftMs);
      }
    }
  }

  /** Serves from a directory at a free port; options may follow. */
  public static Served from(Path dir, String... options) throws IOException {
    return start(dir, options).listening();
  }

  /** The same by a shell's script, as it starts Java. */
  static Served launched(String shell, String script, Path dir) throws IOException {
    List<String> command = new ArrayList<>(List.of(shell, script));
    command.addAll(List.of("serve", "--listen", "127.0.0.1:0", "--dir", dir.toString()));
    return new Served(command).listening();
  }

  private Served listening() throws IOException {
    address = line().replace("listening tcp ", "");
    return this;
  }

  /** The same, whatever it prints. */
  static Served start(Path dir, String... options) throws IOException {
    // A shell that runs the tests in its background has them ignore Ctrl-C, nohup has them ignore
    // HUP; so do their children.
    List<String> command = new ArrayList<>(List.of("env", "--default-signal=HUP,INT"));
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx64m", "-cp"));
    command.add(
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
    command.addAll(List.of(RelayMain.class.getName(), "serve", "--listen", "127.0.0.1:0"));
    command.addAll(List.of("--dir", dir.toString()));
    command.addAll(List.of(options));
    return new Served(command);
  }

  /** The next line of its output. */
  String line() throws IOException {
    String line = out.readLine();
    if (line == null) {
      throw new AssertionError("it ended: " + err.join());
    }
    return line;
  }

  /** Where it listens, as {@code --tcp} takes it. */
  public String address() {
    return address;
  }

  /** The port of it. */
  public int port() {
    return Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
  }

  /** The number of the process. */
  long pid() {
    return process.pid();
  }

  /** Sends a signal by its name, like TERM. */
  void signal(String name) throws IOException, InterruptedException {
    // The shell's own word: the program of that name is not on every machine.
    new ProcessBuilder("bash", "-c", "kill -" + name + " " + process.pid()).start().waitFor();
  }

  /** Waits for the end; its exit code. */
  int end() throws InterruptedException {
    if (!process.waitFor(END_S, TimeUnit.SECONDS)) {
      throw new AssertionError("still running");
    }
    return process.exitValue();
  }

  /** What it said on its error stream, when it has ended. */
  String log() {
    return err.join();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Ends it without a chance to tidy up. */
  void kill() throws InterruptedException {
    process.toHandle().destroyForcibly();
    process.waitFor();
  }

  /** Ends it, if it still runs, and waits until what it had locked is free again. */
  @Override
  public void close() {
    process.destroyForcibly();
    process.onExit().join();
  }
}
