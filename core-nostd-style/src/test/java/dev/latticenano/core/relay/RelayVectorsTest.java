package dev.latticenano.core.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.latticenano.core.bytes.Hex;
import dev.latticenano.core.bytes.VectorFile;
import dev.latticenano.core.bytes.VectorFolder;
import dev.latticenano.core.intention.AuthorId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The vectors of relays: committed as written, and read as they say. */
class RelayVectorsTest {
  private static Set<String> names() throws IOException {
    try (Stream<Path> list = Files.list(VectorFolder.path())) {
      Set<String> names = new TreeSet<>();
      list.map(file -> file.getFileName().toString())
          .filter(name -> name.startsWith("relay-"))
          .forEach(names::add);
      return names;
    }
  }

  @Test
  void committedVectorsAreWhatTheProgramWrites() throws IOException {
    Map<String, String> files = RelayVectors.files();
    assertEquals(files.keySet(), names());
    for (Map.Entry<String, String> file : files.entrySet()) {
      String committed = Files.readString(VectorFolder.path().resolve(file.getKey()));
      assertEquals(file.getValue(), committed, file.getKey());
    }
  }

  @Test
  void everyVectorReadsAsItSays() throws IOException {
    for (String name : names()) {
      Map<String, String> vector = VectorFile.read(name).header();
      byte[] input = Hex.decode(vector.getOrDefault("input", ""));
      String before = vector.get("before");
      String owner = vector.get("owner");
      String verdict =
          RelayVectors.read(
                  vector.get("kind"),
                  input,
                  before == null ? null : Hex.decode(before),
                  owner == null ? null : AuthorId.parse(owner))
              .name();
      assertEquals(vector.get("verdict"), verdict, name);
    }
  }
}
