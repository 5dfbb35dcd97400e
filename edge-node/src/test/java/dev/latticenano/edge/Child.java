package dev.latticenano.edge;

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

/** The command line in a process of its own, as the shell runs it. */
final class Child implements AutoCloseable {
  private static final int END_S = 60;

  private final Process process;
  private final BufferedReader out;
  private final StringBuilder read = new StringBuilder();
  private final StringBuilder errSoFar = new StringBuilder();
  private final CompletableFuture<String> err;

  private Child(List<String> command, String locale) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("LC_ALL", locale);
    builder.environment().put("TERM", "xterm-256color");
    process = builder.start();
    process.getOutputStream().close();
    out = process.inputReader(StandardCharsets.UTF_8);
    err = CompletableFuture.supplyAsync(() -> text(process.errorReader(StandardCharsets.UTF_8)));
  }

  private String text(Reader in) {
    try {
      for (int next = in.read(); next >= 0; next = in.read()) {
        synchronized (errSoFar) {
          errSoFar.append((char) next);
          errSoFar.notifyAll();
        }
      }
      return errSoFar.toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits until the error stream holds {@code part}. */
  void awaitError(String part) throws InterruptedException {
    awaitError(part, 0);
  }

  private void awaitError(String part, int from) throws InterruptedException {
    long untilNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(END_S);
    synchronized (errSoFar) {
      while (errSoFar.indexOf(part, from) < 0) {
        long leftMs = TimeUnit.NANOSECONDS.toMillis(untilNs - System.nanoTime());
        if (leftMs <= 0 || err.isDone()) {
          throw new AssertionError("no " + part + " in " + errSoFar);
        }
        errSoFar.wait(leftMs);
      }
    }
  }

  /** Starts {@code lattice words…} in the locale that ./lattice sets. */
  static Child start(String... words) throws IOException {
    return new Child(command(classPath(), words), "C.UTF-8");
  }

  /** Starts {@code lattice words…} in another locale. */
  static Child startIn(String locale, String... words) throws IOException {
    return new Child(command(classPath(), words), locale);
  }

  /** Starts {@code lattice words…} behind the words of another program that runs it. */
  static Child startBehind(List<String> before, String classPath, String... words)
      throws IOException {
    List<String> command = new ArrayList<>(before);
    command.addAll(command(classPath, words));
    return new Child(command, "C.UTF-8");
  }

  private static List<String> command(String classPath, String... words) {
    // A shell that runs the tests in its background has them ignore Ctrl-C, nohup has them ignore
    // HUP; so do their children.
    List<String> command = new ArrayList<>(List.of("env", "--default-signal=HUP,INT"));
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx256m", "-Xss512k"));
    command.addAll(List.of("-cp", classPath, LatticeMain.class.getName()));
    command.addAll(List.of(words));
    return command;
  }

  static String classPath() {
    return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
  }

  /** The next line of standard output; null after its end. */
  String line() throws IOException {
    String line = out.readLine();
    if (line != null) {
      read.append(line).append('\n');
    }
    return line;
  }

  /** The port of a serve that says where it listens. */
  int port() throws IOException {
    String line = line();
    if (line == null || !line.startsWith("listening tcp ")) {
      throw new AssertionError("no port in " + line + "\n" + err.join());
    }
    return Integer.parseInt(line.substring(line.lastIndexOf(':') + 1));
  }

  /** The port of one that says on its error stream where it listens. */
  int errorPort() throws InterruptedException {
    String listening = "listening tcp 127.0.0.1:";
    awaitError(listening);
    synchronized (errSoFar) {
      int from = errSoFar.indexOf(listening) + listening.length();
      awaitError("\n", from);
      return Integer.parseInt(errSoFar.substring(from, errSoFar.indexOf("\n", from)));
    }
  }

  /** Waits for the end; what it printed and its exit code. */
  Outcome end() throws IOException, InterruptedException {
    while (line() != null) {
      // Kept by line().
      continue;
    }
    if (!process.waitFor(END_S, TimeUnit.SECONDS)) {
      throw new AssertionError("still running: " + process.info());
    }
    return new Outcome(process.exitValue(), read.toString(), err.join());
  }

  /** Ends it without a chance to tidy up, as SIGKILL does. */
  void kill() throws InterruptedException {
    process.toHandle().destroyForcibly();
    process.waitFor();
  }

  /** Sends a signal by its name, like INT. */
  void signal(String name) throws IOException, InterruptedException {
    // The shell's own word: the program of that name is not on every machine.
    String word = "kill -" + name + " " + process.pid();
    new ProcessBuilder("bash", "-c", word).start().waitFor();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Ends it, if it still runs, and waits until what it had locked is free again. */
  @Override
  public void close() {
    process.destroyForcibly();
    process.onExit().join();
  }
}
