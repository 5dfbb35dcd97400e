package dev.latticenano.core.intention;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.core.bytes.VectorFile;
import dev.latticenano.core.bytes.VectorFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every committed vector of a kind that this package reads, whoever wrote it. */
class VectorTest {
  static final Set<String> KINDS =
      Set.of(
          "intention",
          "signed",
          "witness-content",
          "witness",
          "ops",
          "kv",
          "envelope",
          "notice",
          "restatement",
          "epoch-change",
          "token",
          "identity",
          "hlc",
          "store-id",
          "hash");

  private static final Set<String> NOT_READ =
      Set.of("rule", "verdict", "comment", "kind", "input", "repeat", "witness_key");

  @Test
  void everyVectorReadsAsItSays() throws IOException {
    int read = 0;
    for (Map.Entry<String, Map<String, String>> file : vectors().entrySet()) {
      Map<String, String> vector = file.getValue();
      if (!KINDS.contains(vector.get("kind"))) {
        continue;
      }
      VectorReading reading = VectorReading.of(vector);
      assertEquals(vector.get("verdict"), reading.verdict().name(), file.getKey());
      Map<String, String> expected = new LinkedHashMap<>(vector);
      expected.keySet().removeAll(NOT_READ);
      assertEquals(expected, reading.fields(), file.getKey());
      read++;
    }
    assertTrue(read >= 100, "only " + read + " vectors found");
  }

  /**
   * File name to fields, of every vector that names a rule of the core; links and bridges have
   * their own.
   */
  static Map<String, Map<String, String>> vectors() throws IOException {
    List<String> names = new ArrayList<>();
    try (Stream<Path> files = Files.list(VectorFolder.path())) {
      files.map(file -> file.getFileName().toString()).sorted().forEach(names::add);
    }
    Map<String, Map<String, String>> vectors = new LinkedHashMap<>();
    for (String name : names) {
      String text = Files.readString(VectorFolder.path().resolve(name));
      boolean elsewhere = text.startsWith("rule: links.md") || text.startsWith("rule: bridge.md");
      if (text.startsWith("rule: ") && !elsewhere) {
        vectors.put(name, VectorFile.read(name).header());
      }
    }
    return vectors;
  }
}
