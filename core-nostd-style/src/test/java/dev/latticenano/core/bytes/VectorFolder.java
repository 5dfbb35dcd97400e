package dev.latticenano.core.bytes;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** docs/vectors, how those who make vectors fill it, and who checks that they did. */
public final class VectorFolder {
  private VectorFolder() {}

  /** Where the vectors are. */
  public static Path path() {
    return Path.of(System.getProperty("repository.root", "."), "docs", "vectors");
  }

  /** Names of the committed files whose names begin with {@code prefix}. */
  public static Set<String> names(String prefix) throws IOException {
    try (Stream<Path> files = Files.list(path())) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.startsWith(prefix))
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  /**
   * The committed files whose names begin with {@code prefix} are these to the letter: none is
   * missing and none is left over.
   */
  public static void assertHolds(String prefix, Map<String, String> files) throws IOException {
    assertEquals(new TreeSet<>(files.keySet()), names(prefix));
    assertHolds(files);
  }

  /** These files are committed, to the letter. */
  public static void assertHolds(Map<String, String> files) throws IOException {
    for (Map.Entry<String, String> file : files.entrySet()) {
      assertEquals(file.getValue(), Files.readString(path().resolve(file.getKey())), file.getKey());
    }
  }

  /**
   * Adds a vector to {@code files}, which maps file names to what they hold.
   *
   * @param name of the file, without its ending; no other may have it
   * @param vector its fields, in the order of their lines
   */
  public static void add(Map<String, String> files, String name, Map<String, String> vector) {
    StringBuilder out = new StringBuilder();
    vector.forEach((field, value) -> out.append((field + ": " + value).stripTrailing() + "\n"));
    if (files.put(name + ".txt", out.toString()) != null) {
      throw new AssertionError("two vectors named " + name);
    }
  }

  /** Writes all of them. */
  public static void write(Map<String, String> files) throws IOException {
    for (Map.Entry<String, String> file : files.entrySet()) {
      Files.writeString(path().resolve(file.getKey()), file.getValue());
    }
  }
}
