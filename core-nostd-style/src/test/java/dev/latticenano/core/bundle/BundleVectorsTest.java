package dev.latticenano.core.bundle;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.latticenano.core.bytes.Hex;
import dev.latticenano.core.bytes.VectorFile;
import dev.latticenano.core.bytes.VectorFolder;
import dev.latticenano.core.store.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The vectors of bundles: committed as written, and read as they say. */
class BundleVectorsTest {
  private static Set<String> names() throws IOException {
    try (Stream<Path> list = Files.list(VectorFolder.path())) {
      Set<String> names = new TreeSet<>();
      list.map(file -> file.getFileName().toString())
          .filter(name -> name.startsWith("bundle-"))
          .forEach(names::add);
      return names;
    }
  }

  @Test
  void committedVectorsAreWhatTheProgramWrites() throws IOException, StoreException {
    Map<String, String> files = BundleVectors.files();
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
      byte[] input = Hex.decode(vector.get("input"));
      byte[] all = Arrays.copyOf(input, input.length + Integer.parseInt(vector.get("zeros")));
      Map<String, String> fields = new LinkedHashMap<>();
      String verdict =
          BundleVectors.read(all, vector.get("seed"), vector.get("epoch_key"), fields).name();
      assertEquals(vector.get("verdict"), verdict, name);
      assertEquals(fields.getOrDefault("records", ""), vector.getOrDefault("records", ""), name);
    }
  }
}
