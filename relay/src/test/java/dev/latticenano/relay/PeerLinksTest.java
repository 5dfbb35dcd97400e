package dev.latticenano.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.core.intention.AuthorId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Which links there are to another relay, and which of two is spare. */
class PeerLinksTest {
  private static final AuthorId LESS = key(0x7f);
  private static final AuthorId GREATER = key(0x80);
  private static final byte[] PROCESS = {1};
  private static final byte[] OTHER_PROCESS = {2};
  private static final int CALL = 4;
  private static final int CAME = 7;

  private final Set<Integer> proven = new HashSet<>();
  private final Map<Integer, Long> heard = new HashMap<>();
  private final PeerLinks.Signs signs =
      new PeerLinks.Signs() {
        @Override
        public boolean isProven(int link) {
          return proven.contains(link);
        }

        @Override
        public long heard(int link) {
          return heard.getOrDefault(link, 0L);
        }
      };
  private final PeerLinks yielding = new PeerLinks(GREATER, LESS, signs);

  private static AuthorId key(int first) {
    byte[] bytes = new byte[AuthorId.BYTES];
    bytes[0] = (byte) first;
    return AuthorId.of(bytes, 0);
  }

  private void bothCalled(PeerLinks links) {
    links.came(CAME, PROCESS);
    heard.put(CAME, 3L);
    links.called(CALL);
    links.met(PROCESS);
    proven.add(CAME);
    heard.put(CAME, 4L);
  }

  @Test
  void theCallOfTheGreaterKeyIsSpare() {
    bothCalled(yielding);
    assertEquals(CALL, yielding.spare());
    PeerLinks staying = new PeerLinks(LESS, GREATER, signs);
    bothCalled(staying);
    assertEquals(PeerLinks.NONE, staying.spare());
    staying.gone(CAME);
    assertTrue(staying.isUp() && staying.suffices());
  }

  @Test
  void noCallIsSpareBeforeBothAreProven() {
    bothCalled(yielding);
    proven.remove(CAME);
    assertEquals(PeerLinks.NONE, yielding.spare());
    yielding.gone(CALL);
    yielding.called(CALL);
    proven.add(CAME);
    assertEquals(PeerLinks.NONE, yielding.spare());
    yielding.met(PROCESS);
    heard.put(CAME, 5L);
    assertEquals(CALL, yielding.spare());
  }

  @Test
  void noCallIsSpareBesideALinkThatWasNotHeardSince() {
    bothCalled(yielding);
    heard.put(CAME, 3L);
    assertEquals(PeerLinks.NONE, yielding.spare());
  }

  @Test
  void aLinkThatCameLaterHasBeenHeardSince() {
    yielding.called(CALL);
    heard.put(CAME, 9L);
    yielding.met(PROCESS);
    yielding.came(CAME, PROCESS);
    proven.add(CAME);
    assertEquals(CALL, yielding.spare());
  }

  @Test
  void bothEndsAskTheOlderLinkAsSoonAsTheProcessIsProvenOverAnother() {
    PeerLinks staying = new PeerLinks(LESS, GREATER, signs);
    staying.called(CALL);
    staying.met(PROCESS);
    assertEquals(List.of(), staying.takeToAsk(), "there is no other");
    staying.came(CAME, PROCESS);
    assertEquals(List.of(), staying.takeToAsk(), "a first frame may be another's repetition");
    proven.add(CAME);
    assertEquals(List.of(CALL), staying.takeToAsk());
    assertEquals(List.of(), staying.takeToAsk(), "once is enough");
    staying.came(CAME, PROCESS);
    assertEquals(List.of(CALL), staying.takeToAsk(), "new keys are another call");
    yielding.came(CAME, PROCESS);
    assertEquals(List.of(), yielding.takeToAsk());
    yielding.called(CALL);
    yielding.met(PROCESS);
    assertEquals(List.of(CAME), yielding.takeToAsk());
    yielding.gone(CALL);
    yielding.called(CALL);
    yielding.met(OTHER_PROCESS);
    assertEquals(List.of(), yielding.takeToAsk(), "another process has links of its own");
  }

  @Test
  void anotherProcessOfTheSameRelayIsLeftAlone() {
    bothCalled(yielding);
    yielding.gone(CAME);
    yielding.came(CAME, OTHER_PROCESS);
    assertEquals(PeerLinks.NONE, yielding.spare());
    yielding.gone(CALL);
    assertTrue(yielding.isUp());
    assertFalse(yielding.suffices(), "the process that answered is not linked");
  }

  @Test
  void whoCalledIsCalledAgainOnlyIfNobodyEverAnsweredThere() {
    yielding.came(CAME, PROCESS);
    assertFalse(yielding.isUp(), "a caller's first frame may be another's repetition");
    proven.add(CAME);
    assertTrue(yielding.isUp() && yielding.holds(CAME) && !yielding.hasMet());
    assertFalse(yielding.suffices());
    bothCalled(yielding);
    yielding.gone(CALL);
    assertTrue(yielding.suffices());
    yielding.gone(CAME);
    assertFalse(yielding.isUp() || yielding.suffices() || yielding.holds(CAME));
  }
}
