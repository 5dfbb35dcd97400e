package dev.latticenano.core.bytes;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** docs/vectors, and how those who make vectors fill it. */
public final class VectorFolder {
  private VectorFolder() {}

  /** Where the vectors are. */
  public static Path path() {
    return Path.of(System.getProperty("repository.root", "."), "docs", "vectors");
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
