package dev.latticenano.core;

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

/** The vectors of restatements are what the program writes, and what nodes say of them. */
final class RestatedVectorsTest {
  private static Set<String> names() throws IOException {
    try (Stream<Path> files = Files.list(VectorFolder.path())) {
      Set<String> names = new TreeSet<>();
      files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.startsWith("restated-"))
          .forEach(names::add);
      return names;
    }
  }

  @Test
  void committedVectorsAreWhatTheProgramWrites()
      throws IOException, StoreException, RefusedException {
    Map<String, String> files = RestatedVectors.files();
    assertEquals(files.keySet(), names());
    for (Map.Entry<String, String> file : files.entrySet()) {
      assertEquals(
          file.getValue(),
          Files.readString(VectorFolder.path().resolve(file.getKey())),
          file.getKey());
    }
  }

  @Test
  void everyVectorReadsAsItSays() throws IOException, StoreException {
    for (String name : names()) {
      Map<String, String> vector = VectorFile.read(name).header();
      assertEquals(vector.get("verdict"), RestatedVectors.read(vector).name(), name);
    }
  }
}
