package dev.latticenano.core.noise;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.latticenano.core.Verdict;
import dev.latticenano.core.bytes.Hex;
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
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The vectors of links: committed as written, and read as they say. */
class NoiseVectorsTest {
  private static Set<String> names() throws IOException {
    try (Stream<Path> list = Files.list(VectorFolder.path())) {
      Set<String> names = new TreeSet<>();
      list.map(file -> file.getFileName().toString())
          .filter(name -> name.startsWith("noise-"))
          .forEach(names::add);
      return names;
    }
  }

  @Test
  void committedVectorsAreWhatTheProgramWrites() throws IOException {
    Map<String, String> files = NoiseVectors.files();
    assertEquals(files.keySet(), names());
    for (Map.Entry<String, String> file : files.entrySet()) {
      String committed = Files.readString(VectorFolder.path().resolve(file.getKey()));
      assertEquals(file.getValue(), committed, file.getKey());
    }
  }

  @Test
  void everyVectorReadsAsItSays() throws IOException {
    for (String name : names()) {
      Map<String, String> vector = VectorFile.read(name).header();
      List<byte[]> before = new ArrayList<>();
      for (String frame : vector.get("before").split(" ")) {
        if (!frame.isEmpty()) {
          before.add(Hex.decode(frame));
        }
      }
      Map<String, String> fields = new LinkedHashMap<>();
      Verdict verdict =
          NoiseVectors.read(
              vector.get("opens").equals("yes"),
              vector.get("remembers").equals("yes"),
              before,
              Hex.decode(vector.get("input")),
              fields);
      assertEquals(vector.get("verdict"), verdict.name(), name);
      fields.forEach((field, value) -> assertEquals(value, vector.get(field), name + " " + field));
    }
  }
}
