package dev.latticenano.core.noise;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.latticenano.core.Verdict;
import dev.latticenano.core.bytes.Hex;
import dev.latticenano.core.bytes.VectorFile;
import dev.latticenano.core.bytes.VectorFolder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The vectors of links: committed as written, and read as they say. */
class NoiseVectorsTest {
  @Test
  void committedVectorsAreWhatTheProgramWrites() throws IOException {
    VectorFolder.assertHolds("noise-", NoiseVectors.files());
  }

  @Test
  void everyVectorReadsAsItSays() throws IOException {
    for (String name : VectorFolder.names("noise-")) {
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
