package dev.latticenano.core.intention;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.latticenano.core.bytes.VectorFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;
import org.junit.jupiter.api.Test;

class VectorWriterTest {
  @Test
  void committedVectorsAreWhatTheProgramWrites() throws IOException {
    for (Map.Entry<String, String> file : VectorWriter.files().entrySet()) {
      String committed = Files.readString(VectorFolder.path().resolve(file.getKey()));
      assertEquals(file.getValue(), committed, file.getKey());
    }
  }
}
