package dev.latticenano.bench.relay;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;

/** A {@link FloodProcess}, from the benchmark's side. */
public final class Flood implements AutoCloseable {
  private static final int FIRST_LINK = 10;

  private final Process process;
  private final PrintStream told;
  private final BufferedReader done;

  /** Starts one; when this returns, its store is at the relay. */
  public Flood(Processors processors, Hosted relay, int links) throws IOException {
    List<String> command = new ArrayList<>(processors.steppingBack());
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:+UseSerialGC", "-Xmx2g", "-cp"));
    command.add(System.getProperty("java.class.path"));
    command.add(FloodProcess.class.getName());
    command.addAll(List.of(relay.dir().toString(), "" + relay.port(), "" + links));
    process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    told = new PrintStream(process.getOutputStream(), true);
    done = process.inputReader(StandardCharsets.UTF_8);
    await();
  }

  private void await() throws IOException {
    if (done.readLine() == null) {
      throw new IOException("who floods the relay has ended");
    }
  }

  /** Each member writes {@code count} intentions, for that turn. */
  public void write(int count, int turn) throws IOException {
    told.println("write " + count + " " + turn);
    await();
  }

  /** All bring what they have; done when all of it is durable there. */
  public Future<?> bring(int turn) {
    told.println("bring " + (FIRST_LINK + turn));
    return CompletableFuture.runAsync(
        () -> {
          try {
            await();
          } catch (IOException e) {
            throw new IllegalStateException(e);
          }
        });
  }

  @Override
  public void close() {
    told.close();
    process.destroy();
    process.onExit().join();
  }
}
