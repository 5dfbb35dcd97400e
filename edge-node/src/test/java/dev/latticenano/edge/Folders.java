package dev.latticenano.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.latticenano.edge.files.Comparison;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/** Real folders for tests. */
final class Folders {
  private static final long SEED = 7;

  private Folders() {}

  /** Writes a file of {@code bytes} bytes that only its name decides. */
  static Path file(Path folder, String name, int bytes) throws IOException {
    Path path = folder.resolve(name);
    Files.createDirectories(path.getParent());
    return Files.write(path, content(name, bytes));
  }

  static byte[] content(String name, int bytes) {
    byte[] content = new byte[bytes];
    new SplittableRandom(SEED + name.hashCode()).nextBytes(content);
    return content;
  }

  /** Asserts that two folders are equal in names, kinds, permissions and bytes. */
  static void assertEqual(Path left, Path right) throws IOException {
    assertEquals(List.of(), Comparison.of(left, right, Set.of()).differences());
  }

  /** How many regular files lie below a folder; 0 if there is none. */
  static long count(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return 0;
    }
    try (var all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile).count();
    }
  }
}
