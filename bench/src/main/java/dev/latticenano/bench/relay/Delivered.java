package dev.latticenano.bench.relay;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** What the launcher of the package gives Java, so that a relay is measured as it is delivered. */
public final class Delivered {
  private static final Path LAUNCHER = Path.of("relay", "packaging", "launcher");

  private Delivered() {}

  /** Java's options of a relay that serves, with another heap. */
  public static List<String> options(String heap) throws IOException {
    return Arrays.stream(Files.readString(LAUNCHER).split("\\s+"))
        .filter(word -> word.startsWith("-X"))
        .map(word -> word.startsWith("-Xmx") ? "-Xmx" + heap : word)
        .toList();
  }
}
