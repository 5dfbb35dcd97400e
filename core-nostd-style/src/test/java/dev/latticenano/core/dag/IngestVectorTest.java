package dev.latticenano.core.dag;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.core.bytes.VectorFile;
import dev.latticenano.core.bytes.VectorFolder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Every committed vector of DAG and ingest, whoever wrote it, against a node of our own. */
class IngestVectorTest {
  private static final Set<String> KINDS = Set.of("ingest", "author");

  private static List<String> names() throws IOException {
    List<String> names = new ArrayList<>(VectorFolder.names(""));
    names.removeIf(name -> !KINDS.contains(name.split("-")[0]));
    return names;
  }

  @Test
  void everyVectorReadsAsItSays() throws Exception {
    int read = 0;
    for (String name : names()) {
      Map<String, String> vector = VectorFile.read(name).header();
      for (Map.Entry<String, String> field : IngestReading.of(vector).entrySet()) {
        assertEquals(field.getValue(), vector.get(field.getKey()), name + " " + field.getKey());
      }
      read++;
    }
    assertTrue(read >= 20, "only " + read + " vectors found");
  }

  @Test
  void committedVectorsAreWhatTheProgramWrites() throws Exception {
    Map<String, String> written = IngestVectors.files();
    assertEquals(new ArrayList<>(written.keySet()), names());
    VectorFolder.assertHolds(written);
  }
}
