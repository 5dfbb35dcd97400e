package dev.latticenano.core.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.latticenano.core.bytes.VectorFile;
import dev.latticenano.core.bytes.VectorFolder;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The vectors of what a relay proves of itself: committed as written, and read as they say. */
class AuditVectorsTest {
  @Test
  void committedVectorsAreWhatTheProgramWrites() throws Exception {
    VectorFolder.assertHolds("audit-", AuditVectors.files());
  }

  @Test
  void everyVectorReadsAsItSays() throws Exception {
    for (String name : VectorFolder.names("audit-")) {
      Map<String, String> vector = VectorFile.read(name).header();
      assertEquals(vector.get("verdict"), AuditVectors.read(vector).name(), name);
    }
  }
}
