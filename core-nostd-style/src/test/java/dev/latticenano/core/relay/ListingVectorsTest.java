package dev.latticenano.core.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.latticenano.core.bytes.VectorFile;
import dev.latticenano.core.bytes.VectorFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The vectors of signed chunk lists: committed as written, and read as they say. */
class ListingVectorsTest {
  private static Set<String> names() throws Exception {
    try (Stream<Path> list = Files.list(VectorFolder.path())) {
      Set<String> names = new TreeSet<>();
      list.map(file -> file.getFileName().toString())
          .filter(name -> name.startsWith("listing-"))
          .forEach(names::add);
      return names;
    }
  }

  @Test
  void committedVectorsAreWhatTheProgramWrites() throws Exception {
    Map<String, String> files = ListingVectors.files();
    assertEquals(files.keySet(), names());
    for (Map.Entry<String, String> file : files.entrySet()) {
      String committed = Files.readString(VectorFolder.path().resolve(file.getKey()));
      assertEquals(file.getValue(), committed, file.getKey());
    }
  }

  @Test
  void everyVectorReadsAsItSays() throws Exception {
    for (String name : names()) {
      Map<String, String> vector = VectorFile.read(name).header();
      assertEquals(vector.get("verdict"), DeskReading.read(vector).name(), name);
    }
  }
}
