package dev.latticenano.edge;

import dev.latticenano.edge.cli.LatticeCommand;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A command that runs in this process beside the test, like {@code serve --once}. */
final class Background {
  private static final int WAIT_S = 60;

  private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
  private final StringBuilder printed = new StringBuilder();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final CompletableFuture<Integer> code;

  Background(String... words) {
    PrintStream out = new PrintStream(new Lines(), true, StandardCharsets.UTF_8);
    PrintStream errors = new PrintStream(err, true, StandardCharsets.UTF_8);
    code = CompletableFuture.supplyAsync(() -> LatticeCommand.execute(words, out, errors));
    code.thenRun(() -> lines.add(""));
  }

  private final class Lines extends OutputStream {
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();

    @Override
    public void write(int b) {
      if (b == '\n') {
        String text = line.toString(StandardCharsets.UTF_8);
        printed.append(text).append('\n');
        lines.add(text);
        line.reset();
      } else {
        line.write(b);
      }
    }
  }

  /** The next line it prints; empty when it has ended. */
  String line() throws InterruptedException {
    String line = lines.poll(WAIT_S, TimeUnit.SECONDS);
    if (line == null) {
      throw new AssertionError("nothing printed");
    }
    return line;
  }

  /** Where a serve listens, as {@code --tcp} takes it. */
  String address() throws Exception {
    String line = line();
    if (!line.startsWith("listening tcp ")) {
      throw new AssertionError(end());
    }
    return line.substring("listening tcp ".length());
  }

  /** Waits for the end. */
  Outcome end() throws Exception {
    int exit = code.get(WAIT_S, TimeUnit.SECONDS);
    return new Outcome(exit, printed.toString(), err.toString(StandardCharsets.UTF_8));
  }
}
