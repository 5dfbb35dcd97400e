package dev.latticenano.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.grack.nanojson.JsonObject;
import com.grack.nanojson.JsonParser;
import dev.latticenano.host.Failure;
import dev.latticenano.host.HalfOpen;
import dev.latticenano.relay.cli.Ran;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two relays, one of which is told to call the other. */
@Timeout(120)
class PeersTest {
  /** Half of the time after which an idle link says a sign of life. */
  private static final long SOON_S = 10;

  @TempDir Path place;
  private TwoRelays relays;
  private Path one;
  private Path two;

  @BeforeEach
  void makeTwoRelays() {
    relays = TwoRelays.in(place);
    one = relays.one();
    two = relays.two();
  }

  @Test
  void aClosedPortIsTriedAgainAndWhyIsSaidMeanwhile() throws Exception {
    int port;
    try (Running b = new Running(two)) {
      port = b.port();
    }
    relays.choose(TwoRelays.url("127.0.0.1:" + port, relays.twoKey()));
    assertEquals(0, relays.peers().size(), "nobody is called while it does not serve");
    try (Running a = new Running(one)) {
      JsonObject peer =
          relays.untilPeer(each -> each.getString("next") != null && !TwoRelays.isUp(each));
      peer = relays.untilPeer(each -> each.getString("why", "").contains("refused"));
      assertEquals(TwoRelays.url("127.0.0.1:" + port, relays.twoKey()), peer.getString("url"));
      assertTrue(Ran.in(one, "status").ok().out().contains("  down: "));
      try (Running b = new Running(two, port)) {
        peer = relays.untilPeer(TwoRelays::isUp);
        assertTrue(peer.getString("since") != null && peer.getString("why") == null);
        relays.choose("off");
        Ran.in(one, "reload").ok();
        TwoRelays.until(() -> relays.peers().isEmpty(), "still called");
        assertFalse(Ran.in(one, "status").ok().out().contains(b.address()));
      }
      assertTrue(Ran.in(one, "status").ok().out().contains("links   0 up"), a::address);
    }
  }

  @Test
  void whoeverAnswersWithAnotherKeyIsHungUpOn() throws Exception {
    String other = "ab".repeat(32);
    try (Running b = new Running(two)) {
      relays.choose(TwoRelays.url(b.address(), other));
      try (Served a = Served.from(one)) {
        JsonObject peer =
            relays.untilPeer(each -> each.getString("why", "").contains("another key"));
        assertFalse(TwoRelays.isUp(peer));
        assertTrue(peer.getString("why").endsWith(relays.twoKey().substring(0, 8)), peer::toString);
        a.signal("TERM");
        assertEquals(0, a.end());
        String line = "WARN peer_down key=abababab why=\"another key than that of the URL answers";
        assertTrue(a.log().contains(line), a.log());
        assertFalse(a.log().contains("127.0.0.1"), a.log());
      }
    }
    assertFalse(Files.exists(one.resolve("peers")));
  }

  @Test
  void whereBothCallTheLinkOfTheLessKeyIsLeftAndACutMakesCallsAgain() throws Exception {
    boolean less = relays.oneKey().compareTo(relays.twoKey()) < 0;
    Path stays = less ? one : two;
    Path yields = less ? two : one;
    String staying = less ? relays.oneKey() : relays.twoKey();
    String yielding = less ? relays.twoKey() : relays.oneKey();
    try (Running b = new Running(yields)) {
      int port;
      try (Running a = new Running(stays)) {
        port = a.port();
        choose(yields, TwoRelays.url(a.address(), staying));
        TwoRelays.until(() -> TwoRelays.isUp(peer(yields)), "the greater key does not call");
        choose(stays, TwoRelays.url(b.address(), yielding));
        TwoRelays.until(() -> peer(yields).getBoolean("it_called"), "two links stay");
        assertTrue(Ran.in(yields, "status").ok().out().contains("; it called"));
        TwoRelays.until(() -> up(stays) == 1 && up(yields) == 1, "not one link");
        JsonObject called = peer(stays);
        assertTrue(TwoRelays.isUp(called) && !called.getBoolean("it_called"), called::toString);
      }
      TwoRelays.until(() -> !TwoRelays.isUp(peer(yields)), "a cut is not noticed");
      try (Running again = new Running(stays, port)) {
        TwoRelays.until(() -> TwoRelays.isUp(peer(yields)), "not called again");
        TwoRelays.until(() -> TwoRelays.isUp(peer(stays)), again.address());
        TwoRelays.until(() -> up(stays) == 1, "not one link");
      }
    }
  }

  @Test
  void theSpareLinkGoesBeforeAnySignOfLifeIsDue() throws Exception {
    boolean less = relays.oneKey().compareTo(relays.twoKey()) < 0;
    Path stays = less ? one : two;
    Path yields = less ? two : one;
    try (Running a = new Running(stays);
        Running b = new Running(yields)) {
      choose(stays, TwoRelays.url(b.address(), less ? relays.twoKey() : relays.oneKey()));
      TwoRelays.until(() -> TwoRelays.isUp(peer(stays)), "the less key does not call");
      // Nobody has answered the other one yet, so it calls all the same.
      choose(yields, TwoRelays.url(a.address(), less ? relays.oneKey() : relays.twoKey()));
      TwoRelays.until(
          SOON_S, () -> TwoRelays.isUp(peer(yields)) && up(yields) == 1, "two links stay");
      TwoRelays.until(SOON_S, () -> up(stays) == 1, "two links stay");
      assertTrue(peer(yields).getBoolean("it_called"), "the other one went");
      assertFalse(peer(stays).getBoolean("it_called"), "its own went");
    }
  }

  @Test
  void whoCallsAnewHasTheLinkAskedThatItLeftBehind() throws Exception {
    try (Running b = new Running(two);
        HalfOpen way = new HalfOpen(b.port())) {
      relays.choose(TwoRelays.url("127.0.0.1:" + way.port(), relays.twoKey()));
      try (Running a = new Running(one)) {
        relays.untilPeer(TwoRelays::isUp);
        TwoRelays.until(() -> up(two) == 1, a.address());
      }
      assertEquals(1, up(two), "nobody told it that the link leads nowhere");
      relays.choose(TwoRelays.url(b.address(), relays.twoKey()));
      try (Running a = new Running(one)) {
        long silentMs = way.silentMs();
        assertTrue(silentMs < SOON_S * 1000, () -> a.address() + ": " + silentMs + " ms");
        assertEquals(2, up(two), "it may be alive");
      }
    }
  }

  private static void choose(Path dir, String peers) throws Exception {
    Files.writeString(dir.resolve("settings"), "peers = " + peers + "\n");
    Ran.in(dir, "reload").ok();
  }

  private static JsonObject peer(Path dir) throws Exception {
    return TwoRelays.peers(dir).getObject(0);
  }

  private static long up(Path dir) throws Exception {
    String status = Ran.in(dir, "status", "--json").ok().out();
    return JsonParser.object().from(status).getObject("links").getLong("up");
  }

  @Test
  void doesNotCallItself() throws Exception {
    relays.choose(TwoRelays.url("127.0.0.1:7400", relays.oneKey()));
    String sentence = "peers: " + relays.oneKey().substring(0, 8) + " is this relay itself";
    Ran.in(one, "serve").refused(Failure.BAD_INPUT, sentence);
    assertTrue(Ran.in(one, "doctor").out().contains("! " + sentence));
    relays.choose("lattice://nowhere/" + relays.twoKey());
    assertTrue(Ran.in(one, "doctor").out().contains("line 1 of"));
  }
}
