package dev.latticenano.core.seal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.core.bytes.VectorFile;
import dev.latticenano.core.bytes.VectorFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SealVectorsTest {
  private static final Set<String> KINDS = Set.of("epoch-id", "padded", "wrap", "seal", "join-box");

  @Test
  void committedVectorsAreWhatTheProgramWrites() throws IOException {
    VectorFolder.assertHolds(SealVectors.files());
  }

  /** Whoever wrote them: a vector of these kinds reads as it says. */
  @Test
  void everyVectorReadsAsItSays() throws IOException {
    List<String> names;
    try (Stream<java.nio.file.Path> files = Files.list(VectorFolder.path())) {
      names =
          files
              .map(file -> file.getFileName().toString())
              .filter(name -> name.matches("(seal|epoch|join)-.*"))
              .collect(Collectors.toList());
    }
    Set<String> read = new TreeSet<>();
    for (String name : names) {
      Map<String, String> vector = VectorFile.read(name).header();
      if (KINDS.contains(vector.get("kind"))) {
        SealReading reading = SealReading.of(vector);
        assertEquals(vector.get("verdict"), reading.verdict().name(), name);
        reading.fields().forEach((field, value) -> assertEquals(vector.get(field), value, name));
        read.add(name);
      }
    }
    assertEquals(SealVectors.files().keySet(), read);
    assertTrue(read.size() > 30);
  }
}
