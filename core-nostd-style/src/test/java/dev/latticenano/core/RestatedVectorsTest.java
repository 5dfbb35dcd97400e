package dev.latticenano.core;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.latticenano.core.bytes.VectorFile;
import dev.latticenano.core.bytes.VectorFolder;
import dev.latticenano.core.store.StoreException;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The vectors of restatements are what the program writes, and what nodes say of them. */
final class RestatedVectorsTest {
  @Test
  void committedVectorsAreWhatTheProgramWrites()
      throws IOException, StoreException, RefusedException {
    VectorFolder.assertHolds("restated-", RestatedVectors.files());
  }

  @Test
  void everyVectorReadsAsItSays() throws IOException, StoreException {
    for (String name : VectorFolder.names("restated-")) {
      Map<String, String> vector = VectorFile.read(name).header();
      assertEquals(vector.get("verdict"), RestatedVectors.read(vector).name(), name);
    }
  }
}
