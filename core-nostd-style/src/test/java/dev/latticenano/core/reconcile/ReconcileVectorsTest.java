package dev.latticenano.core.reconcile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.core.Verdict;
import dev.latticenano.core.bytes.VectorFile;
import dev.latticenano.core.bytes.VectorFolder;
import dev.latticenano.core.store.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The vectors of reconciliation: committed as written, and answered as they say. */
class ReconcileVectorsTest {
  @Test
  void committedVectorsAreWhatTheProgramWrites() throws IOException, StoreException {
    VectorFolder.assertHolds("reconcile-", ReconcileVectors.files());
  }

  @Test
  void everyVectorIsAnsweredAsItSays() throws IOException, StoreException {
    for (String name : VectorFolder.names("reconcile-")) {
      Map<String, String> vector = VectorFile.read(name).header();
      Map<String, String> fields = new LinkedHashMap<>();
      Verdict verdict = ReconcileVectors.read(vector, fields);
      assertEquals(vector.get("verdict"), verdict.name(), name);
      fields.forEach((field, value) -> assertEquals(value, vector.get(field), name));
      assertTrue(verdict != Verdict.OK || fields.size() == 3, name);
    }
  }

  @Test
  void theExampleOfThePageIsAVector() throws IOException {
    String page = Files.readString(VectorFolder.path().resolveSibling("reconcile.md"));
    Matcher block = Pattern.compile("(?s)```hex message\n(.*?)```").matcher(page);
    assertTrue(block.find());
    Map<String, String> vector = VectorFile.read("reconcile-example.txt").header();
    assertEquals(vector.get("input"), block.group(1).replaceAll("\\s", ""));
  }
}
