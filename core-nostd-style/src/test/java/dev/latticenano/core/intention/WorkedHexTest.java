package dev.latticenano.core.intention;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.core.Verdict;
import dev.latticenano.core.bytes.Hex;
import dev.latticenano.core.bytes.VectorFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class WorkedHexTest {
  @Test
  void workedExamplesOfTheSpecificationAreSound() throws IOException {
    String spec =
        Files.readString(VectorFolder.path().resolveSibling("protocol.md"))
            + Files.readString(VectorFolder.path().resolveSibling("snapshots.md"));
    Matcher block = Pattern.compile("(?s)```hex ([a-z-]+)\n(.*?)```").matcher(spec);
    int found = 0;
    while (block.find()) {
      String hex = block.group(2).replaceAll("\\s", "");
      VectorReading reading = VectorReading.of(Map.of("kind", block.group(1), "input", hex));
      assertEquals(Verdict.OK, reading.verdict(), block.group());
      assertSaidHashFits(spec, block, hex);
      found++;
    }
    assertTrue(found >= 7, "only " + found + " examples");
  }

  /** Where the line before an example says "hash is `…`", it is. */
  private static void assertSaidHashFits(String spec, Matcher block, String hex) {
    String before = spec.substring(Math.max(0, block.start() - 120), block.start());
    Matcher said = Pattern.compile("hash is `([0-9a-f]{64})`").matcher(before);
    if (said.find()) {
      assertEquals(said.group(1), IntentionVectors.hash(Hex.decode(hex)).toString());
    }
  }
}
