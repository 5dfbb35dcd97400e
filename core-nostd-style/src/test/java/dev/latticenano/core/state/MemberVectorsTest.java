package dev.latticenano.core.state;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.latticenano.core.bytes.VectorFile;
import dev.latticenano.core.bytes.VectorFolder;
import dev.latticenano.core.store.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class MemberVectorsTest {
  private static Set<String> names() throws IOException {
    try (Stream<Path> files = Files.list(VectorFolder.path())) {
      Set<String> names = new TreeSet<>();
      files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.startsWith("member-"))
          .forEach(names::add);
      return names;
    }
  }

  @Test
  void committedVectorsAreWhatTheProgramWrites() throws IOException, StoreException {
    Map<String, String> files = MemberVectors.files();
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
      assertEquals(vector.get("verdict"), MemberReading.of(vector).name(), name);
    }
  }
}
