package dev.latticenano.core.snapshot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.core.Verdict;
import dev.latticenano.core.bytes.Hex;
import dev.latticenano.core.bytes.VectorFile;
import dev.latticenano.core.bytes.VectorFolder;
import dev.latticenano.core.store.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The vectors of the content of snapshots: committed as written, and read as they say. */
class SnapshotVectorsTest {
  private static Set<String> names() throws IOException {
    try (Stream<Path> list = Files.list(VectorFolder.path())) {
      Set<String> names = new TreeSet<>();
      list.map(file -> file.getFileName().toString())
          .filter(name -> name.startsWith("snapshot-"))
          .forEach(names::add);
      return names;
    }
  }

  @Test
  void committedVectorsAreWhatTheProgramWrites() throws IOException, StoreException {
    Map<String, String> files = SnapshotVectors.files();
    assertEquals(files.keySet(), names());
    for (Map.Entry<String, String> file : files.entrySet()) {
      String committed = Files.readString(VectorFolder.path().resolve(file.getKey()));
      assertEquals(file.getValue(), committed, file.getKey());
    }
  }

  @Test
  void everyVectorReadsAsItSays() throws IOException, StoreException {
    for (String name : names()) {
      Map<String, String> vector = VectorFile.read(name).header();
      byte[] rows = Hex.decode(vector.get("frontier"));
      Frontier frontier = Frontier.of(rows, 0, rows.length / Frontier.ROW_BYTES);
      Map<String, String> fields = new LinkedHashMap<>();
      Verdict verdict =
          SnapshotVectors.read(
              Hex.decode(vector.get("input")), frontier, vector.get("epoch_key"), fields);
      assertEquals(vector.get("verdict"), verdict.name(), name);
      fields.forEach((field, value) -> assertEquals(value, vector.get(field), name));
      assertTrue(verdict != Verdict.OK || fields.size() == 4, name);
    }
  }
}
