package dev.latticenano.core.bundle;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.latticenano.core.bytes.Hex;
import dev.latticenano.core.bytes.VectorFile;
import dev.latticenano.core.bytes.VectorFolder;
import dev.latticenano.core.store.StoreException;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The vectors of bundles: committed as written, and read as they say. */
class BundleVectorsTest {
  @Test
  void committedVectorsAreWhatTheProgramWrites() throws IOException, StoreException {
    VectorFolder.assertHolds("bundle-", BundleVectors.files());
  }

  @Test
  void everyVectorReadsAsItSays() throws IOException, StoreException {
    for (String name : VectorFolder.names("bundle-")) {
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
