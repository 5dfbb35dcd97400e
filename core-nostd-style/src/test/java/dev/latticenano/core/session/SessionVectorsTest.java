package dev.latticenano.core.session;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.latticenano.core.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class SessionVectorsTest {
  @Test
  void committedVectorsAreWhatTheProgramWrites() throws IOException {
    for (Map.Entry<String, String> file : SessionVectors.files().entrySet()) {
      String committed = Files.readString(SessionVectors.folder().resolve(file.getKey()));
      assertEquals(file.getValue(), committed, file.getKey());
    }
  }

  @Test
  void everyRuleOfFramesAndSessionsIsShown() {
    Set<String> expected = new TreeSet<>();
    for (Verdict verdict : Verdict.values()) {
      if (verdict.rule().startsWith("frame-") || verdict.rule().startsWith("session-")) {
        expected.add(verdict.name());
      }
    }
    Set<String> shown = new TreeSet<>();
    for (String vector : SessionVectors.files().values()) {
      shown.add(vector.split("\n")[1].substring("verdict: ".length()));
    }
    shown.remove(Verdict.OK.name());
    assertEquals(expected, shown);
  }
}
