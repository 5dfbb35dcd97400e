package dev.latticenano.core.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.core.Verdict;
import dev.latticenano.core.bytes.Hex;
import dev.latticenano.core.bytes.VectorFile;
import dev.latticenano.core.bytes.VectorFolder;
import dev.latticenano.core.store.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The vectors of runs: committed as written, and read as they say. */
class RunVectorsTest {
  @Test
  void committedVectorsAreWhatTheProgramWrites() throws IOException, StoreException {
    VectorFolder.assertHolds("run-", RunVectors.files());
  }

  @Test
  void everyVectorIsReadAsItSays() throws IOException, StoreException {
    for (String name : VectorFolder.names("run-")) {
      Map<String, String> vector = VectorFile.read(name).header();
      Map<String, String> fields = new LinkedHashMap<>();
      Verdict verdict = RunVectors.read(vector, fields);
      assertEquals(vector.get("verdict"), verdict.name(), name);
      assertTrue(fields.containsKey("count"));
      fields.forEach((field, value) -> assertEquals(value, vector.get(field), name));
    }
  }

  @Test
  void theExampleOfThePageIsTheSignedIntentionOfTheProtocol() throws IOException {
    Path docs = VectorFolder.path().getParent();
    Map<String, String> vector = VectorFile.read("run-first.txt").header();
    String run = block(Files.readString(docs.resolve("runs.md")), "run");
    assertEquals(vector.get("input"), run);
    String signed = block(Files.readString(docs.resolve("protocol.md")), "signed");
    assertEquals(vector.get("intentions"), signed);
    assertEquals(signed, Hex.encode(RunVectors.first()));
  }

  private static String block(String page, String kind) {
    Matcher block = Pattern.compile("(?s)```hex " + kind + "\n(.*?)```").matcher(page);
    assertTrue(block.find());
    return block.group(1).replaceAll("\\s", "");
  }
}
