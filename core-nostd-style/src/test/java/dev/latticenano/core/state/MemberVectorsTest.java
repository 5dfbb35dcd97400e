package dev.latticenano.core.state;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.latticenano.core.bytes.VectorFile;
import dev.latticenano.core.bytes.VectorFolder;
import dev.latticenano.core.store.StoreException;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class MemberVectorsTest {
  @Test
  void committedVectorsAreWhatTheProgramWrites() throws IOException, StoreException {
    VectorFolder.assertHolds("member-", MemberVectors.files());
  }

  @Test
  void everyVectorReadsAsItSays() throws IOException, StoreException {
    for (String name : VectorFolder.names("member-")) {
      Map<String, String> vector = VectorFile.read(name).header();
      assertEquals(vector.get("verdict"), MemberReading.of(vector).name(), name);
    }
  }
}
