package dev.latticenano.core.snapshot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.core.Verdict;
import dev.latticenano.core.bytes.Hex;
import dev.latticenano.core.bytes.VectorFile;
import dev.latticenano.core.bytes.VectorFolder;
import dev.latticenano.core.store.StoreException;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The vectors of the content of snapshots: committed as written, and read as they say. */
class SnapshotVectorsTest {
  @Test
  void committedVectorsAreWhatTheProgramWrites() throws IOException, StoreException {
    VectorFolder.assertHolds("snapshot-", SnapshotVectors.files());
  }

  @Test
  void everyVectorReadsAsItSays() throws IOException, StoreException {
    for (String name : VectorFolder.names("snapshot-")) {
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
