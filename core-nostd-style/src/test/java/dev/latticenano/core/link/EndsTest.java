package dev.latticenano.core.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.latticenano.core.crypto.ChaCha20Poly1305;
import dev.latticenano.core.crypto.Ed25519Signer;
import dev.latticenano.core.crypto.Ed25519Verifier;
import dev.latticenano.core.noise.NoiseLink;
import dev.latticenano.core.noise.TransportKey;
import dev.latticenano.core.session.LinkProfile;
import dev.latticenano.core.session.Peer;
import dev.latticenano.core.session.Wanted;
import dev.latticenano.core.store.MemoryChunks;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which of many ends there is something to do about. */
class EndsTest {
  private final Ends ends = new Ends();

  private static LinkEnd end() {
    byte[] secret = new byte[32];
    TransportKey own = new TransportKey(secret, new Ed25519Signer(secret, 0));
    NoiseLink noise =
        new NoiseLink(
            own,
            new Ed25519Verifier(),
            (out, offset, length) -> {},
            new ChaCha20Poly1305(),
            false,
            null,
            0);
    return new LinkEnd(
        LinkProfile.TCP,
        noise,
        () ->
            new Peer(
                0, LinkProfile.TCP, secret, secret, List.of(), new MemoryChunks(), new Wanted()),
        key -> {});
  }

  @Test
  void aNewEndIsLookedAtOnce() {
    ends.add(7, end());
    assertEquals(7, ends.takeDue(0));
    assertEquals(Ends.NONE, ends.takeDue(0));
    ends.settle(7);
    assertEquals(7, ends.takeSpeaker());
    assertEquals(Ends.NONE, ends.takeSpeaker());
  }

  @Test
  void anEndOfWhichNothingIsHeardIsNeverLookedAt() throws Exception {
    for (int link = 0; link < 10_000; link++) {
      ends.add(link, end());
      assertEquals(link, ends.takeDue(0));
    }
    ends.stir(77);
    ends.stir(77);
    assertEquals(77, ends.takeDue(1));
    assertEquals(Ends.NONE, ends.takeDue(1));
    assertFalse(ends.isAnyStirred());
    ends.stirAll();
    int looked = 0;
    while (ends.takeDue(2) != Ends.NONE) {
      looked++;
    }
    assertEquals(10_000, looked);
  }

  @Test
  void everySpeakerHasItsTurn() {
    for (int link = 0; link < 3; link++) {
      ends.add(link, end());
      ends.settle(link);
    }
    assertEquals(0, ends.takeSpeaker());
    ends.settle(0);
    assertEquals(1, ends.takeSpeaker());
    assertEquals(2, ends.takeSpeaker());
    assertEquals(0, ends.takeSpeaker());
    assertEquals(Ends.NONE, ends.takeSpeaker());
  }

  @Test
  void aLinkThatIsGoneIsLookedAtNoMore() {
    ends.add(1, end());
    ends.settle(1);
    ends.remove(1);
    ends.remove(1);
    assertNull(ends.find(1));
    assertEquals(Ends.NONE, ends.takeDue(0));
    assertEquals(Ends.NONE, ends.takeSpeaker());
    assertEquals(Due.NEVER, ends.deadlineMs());
    assertEquals(0, ends.count());
  }

  @Test
  void noTwoLinksHaveOneNumber() {
    ends.add(1, end());
    assertThrows(IllegalArgumentException.class, () -> ends.add(1, end()));
    assertThrows(IllegalArgumentException.class, () -> ends.add(-1, end()));
  }
}
