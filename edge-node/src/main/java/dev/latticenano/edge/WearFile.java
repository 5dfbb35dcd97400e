package dev.latticenano.edge;

import dev.latticenano.host.SmallFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The file {@code wear} of a data directory: what all earlier runs have written, a word and a
 * number a line. Written when a run ends that wrote something; a run that is killed is not counted,
 * and a file that cannot be read or written costs nothing but the count.
 */
final class WearFile {
  private static final String NAME = "wear";
  private static final int BYTES_MAX = 1024;

  private WearFile() {}

  /** What earlier runs have written. */
  static Wear read(Path root) {
    Map<String, Long> numbers = new HashMap<>();
    Path file = root.resolve(NAME);
    try {
      List<String> lines =
          Files.exists(file) && Files.size(file) <= BYTES_MAX
              ? Files.readAllLines(file, StandardCharsets.ISO_8859_1)
              : List.of();
      for (String line : lines) {
        if (line.matches("[a-z]+ [0-9]{1,18}")) {
          String[] words = line.split(" ");
          numbers.put(words[0], Long.parseLong(words[1]));
        }
      }
    } catch (IOException e) {
      return Wear.NONE;
    }
    return new Wear(
        numbers.getOrDefault("log", 0L),
        numbers.getOrDefault("index", 0L),
        numbers.getOrDefault("chunk", 0L),
        numbers.getOrDefault("syncs", 0L),
        numbers.getOrDefault("payload", 0L));
  }

  /** Keeps what this and all earlier runs have written; a full disk costs the count of one run. */
  static void write(Path root, Wear wear) {
    String text =
        ("log " + wear.logBytes())
            + ("\nindex " + wear.indexBytes())
            + ("\nchunk " + wear.chunkBytes())
            + ("\nsyncs " + wear.syncs())
            + ("\npayload " + wear.payloadBytes())
            + "\n";
    try {
      SmallFile.write(root.resolve(NAME), text.getBytes(StandardCharsets.US_ASCII), "rw-------");
    } catch (IOException e) {
      // Whoever fills the disk is told so by what matters more.
      return;
    }
  }
}
