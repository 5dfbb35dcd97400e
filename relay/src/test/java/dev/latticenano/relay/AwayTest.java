package dev.latticenano.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.core.Limits;
import dev.latticenano.relay.cli.Ran;
import dev.latticenano.relay.home.ReachedTimes;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** For how long another relay has not been reached, over restarts of the one that calls it. */
@Timeout(120)
class AwayTest {
  private static final long HOUR_S = 3600;
  private static final String TOLD = "has not been reached for";

  @TempDir Path place;
  private TwoRelays relays;
  private Path one;
  private Path two;
  private int port;
  private String url;

  @BeforeEach
  void chooseARelayThatDoesNotServe() throws Exception {
    relays = TwoRelays.in(place);
    one = relays.one();
    two = relays.two();
    try (Running b = new Running(two)) {
      port = b.port();
    }
    url = TwoRelays.url("127.0.0.1:" + port, relays.twoKey());
    relays.choose(url);
  }

  private long awaySeconds() throws Exception {
    return relays.peers().getObject(0).getLong("away_seconds");
  }

  private boolean isTold() {
    String sentences = Ran.in(one, "doctor").out();
    assertEquals(sentences.contains(TOLD), Ran.in(one, "status").ok().out().contains(TOLD));
    return sentences.contains(TOLD);
  }

  private void lastReached(long secondsAgo) {
    long ms = System.currentTimeMillis() - secondsAgo * 1000;
    assertTrue(new ReachedTimes(one).keep(Map.of(url, ms)));
  }

  @Test
  void timeAwayGoesOnOverRestartsUntilItIsReached() throws Exception {
    assertEquals(HOUR_S * 1000, Limits.RELAY_PEER_AWAY_MS);
    lastReached(2 * HOUR_S);
    for (int restart = 0; restart < 2; restart++) {
      try (Running a = new Running(one)) {
        assertTrue(awaySeconds() >= 2 * HOUR_S, a::address);
        assertTrue(isTold());
      }
    }
    try (Running a = new Running(one);
        Running b = new Running(two, port)) {
      relays.untilPeer(TwoRelays::isUp);
      assertEquals(0, awaySeconds());
      assertFalse(isTold(), () -> a.address() + b.address());
    }
    try (Running a = new Running(one)) {
      assertTrue(awaySeconds() < HOUR_S, a::address);
      assertFalse(isTold());
    }
  }

  @Test
  void aRelayThatIsKilledRemembersSinceWhenItHasCalledInVain() throws Exception {
    try (Served a = Served.from(one)) {
      a.signal("KILL");
      a.end();
    }
    long nowMs = System.currentTimeMillis();
    long reachedMs = new ReachedTimes(one).read(nowMs).get(url);
    assertTrue(nowMs - reachedMs < HOUR_S * 1000);
    try (Running a = new Running(one)) {
      long keptMs = new ReachedTimes(one).read(Long.MAX_VALUE).get(url);
      // Both clocks were read, and each counts whole ms.
      assertTrue(Math.abs(keptMs - reachedMs) <= 1000, a::address);
    }
  }

  @Test
  void aDamagedFileCountsAsUnknownAndNeverStopsAStart() throws Exception {
    lastReached(2 * HOUR_S);
    byte[] bytes = Files.readAllBytes(one.resolve("reached"));
    bytes[0] ^= 1;
    Files.write(one.resolve("reached"), bytes);
    try (Running a = new Running(one)) {
      assertTrue(awaySeconds() < HOUR_S, a::address);
      assertFalse(isTold());
    }
    Files.delete(one.resolve("reached"));
    Files.createDirectories(one.resolve("reached").resolve("in the way"));
    try (Running a = new Running(one)) {
      assertTrue(awaySeconds() < HOUR_S, a::address);
    }
  }

  @Test
  void whoIsChosenAgainIsAwaySinceThen() throws Exception {
    lastReached(2 * HOUR_S);
    try (Running a = new Running(one)) {
      relays.choose("off");
      Ran.in(one, "reload").ok();
      TwoRelays.until(() -> relays.peers().isEmpty(), "still called");
      relays.choose(url);
      Ran.in(one, "reload").ok();
      TwoRelays.until(() -> !relays.peers().isEmpty(), "not called");
      assertTrue(awaySeconds() < HOUR_S, a::address);
    }
  }
}
