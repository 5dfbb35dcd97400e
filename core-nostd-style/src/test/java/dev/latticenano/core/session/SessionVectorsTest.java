package dev.latticenano.core.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.core.Verdict;
import dev.latticenano.core.bytes.Hex;
import dev.latticenano.core.bytes.VectorFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class SessionVectorsTest {
  @Test
  void committedVectorsAreWhatTheProgramWrites() throws IOException {
    VectorFolder.assertHolds(SessionVectors.files());
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

  @Test
  void theWorkedOffersAreWhatTheKeyDerives() throws IOException {
    Path docs = VectorFolder.path().getParent();
    Path own = docs.resolve("session.md");
    String text = Files.readString(Files.exists(own) ? own : docs.resolve("protocol.md"));
    byte[] offer = new byte[StoreKey.OFFER_BYTES];
    byte[] store = Frames.STORE.toBytes();
    new StoreKey().offer(store, Frames.BINDING, true, 0, offer, 0);
    assertTrue(text.contains("A offers    " + Hex.encode(offer)));
    new StoreKey().offer(store, Frames.BINDING, false, 0, offer, 0);
    assertTrue(text.contains("B offers    " + Hex.encode(offer)));
  }
}
