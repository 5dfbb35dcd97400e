package dev.latticenano.core.bytes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A file of docs/vectors read as blocks of {@code field: value} lines between empty lines. The
 * first block is the file's own: its comments and what all cases share.
 */
public final class VectorFile {
  private final List<Map<String, String>> blocks = new ArrayList<>();

  private VectorFile() {}

  public static VectorFile read(String name) {
    VectorFile file = new VectorFile();
    Path path = Path.of(System.getProperty("repository.root"), "docs", "vectors", name);
    Map<String, String> block = new LinkedHashMap<>();
    file.blocks.add(block);
    for (String line : lines(path)) {
      if (line.isEmpty()) {
        block = new LinkedHashMap<>();
        file.blocks.add(block);
        continue;
      }
      int colon = line.indexOf(':');
      if (colon < 0) {
        throw new IllegalArgumentException(name + ": no field in \"" + line + '"');
      }
      block.merge(line.substring(0, colon), line.substring(colon + 1).trim(), (a, b) -> a + b);
    }
    return file;
  }

  public Map<String, String> header() {
    return blocks.get(0);
  }

  public List<Map<String, String>> cases() {
    return blocks.subList(1, blocks.size());
  }

  private static List<String> lines(Path path) {
    try {
      return Files.readAllLines(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
