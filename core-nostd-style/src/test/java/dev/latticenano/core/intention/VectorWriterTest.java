package dev.latticenano.core.intention;

import dev.latticenano.core.bytes.VectorFolder;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class VectorWriterTest {
  @Test
  void committedVectorsAreWhatTheProgramWrites() throws IOException {
    VectorFolder.assertHolds(VectorWriter.files());
  }
}
