package dev.latticenano.core.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.latticenano.core.bytes.Hex;
import dev.latticenano.core.bytes.VectorFile;
import dev.latticenano.core.bytes.VectorFolder;
import dev.latticenano.core.intention.AuthorId;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The vectors of relays: committed as written, and read as they say. */
class RelayVectorsTest {
  @Test
  void committedVectorsAreWhatTheProgramWrites() throws IOException {
    VectorFolder.assertHolds("relay-", RelayVectors.files());
  }

  @Test
  void everyVectorReadsAsItSays() throws IOException {
    for (String name : VectorFolder.names("relay-")) {
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
