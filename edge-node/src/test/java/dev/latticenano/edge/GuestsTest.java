package dev.latticenano.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.host.Backoff;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * Who may stay on the line, when to call again, and whether the machine has slept: by the clock.
 */
class GuestsTest {
  private static final long PATIENCE_NS = TimeUnit.MILLISECONDS.toNanos(Guests.STRANGER_MS);

  private final List<Integer> left = new ArrayList<>();
  private final Guests guests = new Guests((link, why) -> left.add(link));

  @Test
  void strangersGiveWayToLaterOnesAndNeverToThemPeers() {
    guests.called(1, 0);
    guests.met(1);
    for (int link = 2; link < 2 + Guests.STRANGERS_MAX; link++) {
      guests.called(link, 0);
    }
    assertEquals(List.of(), left);
    guests.called(100, 0);
    guests.called(101, 0);
    assertEquals(List.of(2, 3), left);
  }

  @Test
  void aStrangerHasLittleTime() {
    guests.called(1, 0);
    guests.called(2, 5);
    guests.called(3, 5);
    guests.met(3);
    guests.turn(PATIENCE_NS - 1);
    assertEquals(List.of(), left);
    guests.turn(PATIENCE_NS);
    assertEquals(List.of(1), left);
    guests.turn(10 * PATIENCE_NS);
    assertEquals(List.of(1, 2), left);
  }

  @Test
  void peersHaveRoomOfTheirOwnUpToALimit() {
    for (int link = 0; link <= Guests.PEERS_MAX; link++) {
      guests.called(link, 0);
      guests.met(link);
    }
    assertEquals(List.of(Guests.PEERS_MAX), left);
    guests.down(0);
    guests.called(50, 0);
    guests.met(50);
    assertEquals(1, left.size());
  }

  @Test
  void callsAreFurtherAndFurtherApartAndNeverInStep() {
    Backoff one = new Backoff(Caller.FIRST_MS, Caller.MOST_MS, 1);
    Backoff other = new Backoff(Caller.FIRST_MS, Caller.MOST_MS, 2);
    List<Long> ofOne = new ArrayList<>();
    List<Long> ofOther = new ArrayList<>();
    long whole = Caller.FIRST_MS;
    for (int i = 0; i < 12; i++) {
      long ms = one.nextMs();
      assertTrue(ms >= whole / 2 && ms <= whole, ms + " of " + whole);
      ofOne.add(ms);
      ofOther.add(other.nextMs());
      whole = Math.min(2 * whole, Caller.MOST_MS);
    }
    assertFalse(ofOne.equals(ofOther));
    one.reset();
    assertTrue(one.nextMs() <= Caller.FIRST_MS);
  }

  @Test
  void aMachineHasSleptWhenOneClockStoodStill() {
    long second = TimeUnit.SECONDS.toNanos(1);
    Awakening awakening = new Awakening(0, 0);
    assertFalse(awakening.since(1000, second));
    assertFalse(awakening.since(2000 + Awakening.JUMP_MS - 1, 2 * second));
    assertFalse(awakening.since(0, 3 * second));
    assertTrue(awakening.since(1000 + Awakening.JUMP_MS, 4 * second));
    assertFalse(awakening.since(2000 + Awakening.JUMP_MS, 5 * second));
  }
}
