package dev.latticenano.host.text;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** The terminal a person sits at, if there is one. */
public final class Terminal {
  /** Columns of a terminal that does not say how wide it is. */
  public static final int COLUMNS_USUAL = 80;

  private static final int OUTPUT = 1;
  private static final long ANSWER_MS = 1000;

  private Terminal() {}

  /** True if the process's output, 1, or error stream, 2, leads to a terminal. */
  public static boolean isBehind(int stream) {
    try {
      return Files.readSymbolicLink(Path.of("/proc/self/fd/" + stream))
          .toString()
          .matches("/dev/(pts/[0-9]+|tty.*|console)");
    } catch (IOException e) {
      return System.console() != null;
    }
  }

  /** Columns of the terminal that standard output leads to; {@link #COLUMNS_USUAL} elsewhere. */
  public static int columns() {
    return isBehind(OUTPUT) ? columns(stty()) : COLUMNS_USUAL;
  }

  /** Columns in the answer of {@code stty size}, rows before columns. */
  static int columns(String answer) {
    String[] words = answer.strip().split(" ");
    boolean known = words.length == 2 && words[1].matches("[1-9][0-9]{0,4}");
    return known ? Integer.parseInt(words[1]) : COLUMNS_USUAL;
  }

  // Java does not ask a terminal for its size; stty is part of every Debian.
  private static String stty() {
    try {
      Process process =
          new ProcessBuilder("stty", "size")
              .redirectInput(new File("/dev/tty"))
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      String answer =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      return process.waitFor(ANSWER_MS, TimeUnit.MILLISECONDS) ? answer : "";
    } catch (IOException e) {
      return "";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "";
    }
  }
}
