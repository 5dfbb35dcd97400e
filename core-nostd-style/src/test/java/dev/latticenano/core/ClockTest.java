package dev.latticenano.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.core.dag.Dag;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.intention.Hlc;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.state.Role;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Clocks that are missing, wrong, or somebody else's: no reading goes back, none stands still. */
class ClockTest {
  private static final long NOW_MS = OneNode.NOW_MS;
  private static final long HOUR_MS = 3_600_000;
  private static final long YEAR_MS = 365 * 24 * HOUR_MS;

  private final OneNode node = new OneNode(1, 8);
  private StoreId store;

  @BeforeEach
  void begin() throws Exception {
    store = node.create("core:tally", 1);
  }

  private static Hlc time(OneNode node, StoreId store, Hash hash) throws Exception {
    Dag dag = node.node.dag(store);
    int row = dag.find(hash.toBytes(), 0);
    return new Hlc(dag.wallMs(row), dag.counter(row));
  }

  private Hlc writeAt(long clockMs) throws Exception {
    node.nowMs = clockMs;
    return time(node, store, node.write(store, "a"));
  }

  /** Bob, whose clock says {@code clockMs}, writes in the store; his intention is here then. */
  private Hash bobWrites(long clockMs) throws Exception {
    OneNode bob = new OneNode(2, 64);
    node.grant(store, bob.node.key(), Role.VOTER);
    bob.open(store);
    bob.take(node, store);
    bob.nowMs = clockMs;
    Hash written = bob.write(store, "b");
    node.take(bob, store);
    return written;
  }

  private Hlc writeCiting(Hash cited, long clockMs) throws Exception {
    Hash written = node.node.submit(store, OneNode.ops("a"), List.of(cited), clockMs);
    return time(node, store, written);
  }

  @Test
  void aClockSetBackAYearNeitherGoesBackNorStandsStill() throws Exception {
    Hlc before = writeAt(NOW_MS + 10);
    Hlc after = writeAt(NOW_MS - YEAR_MS);
    assertEquals(before.next(), after);
    assertEquals(after.next(), writeAt(NOW_MS - YEAR_MS + 1));
    assertEquals(new Hlc(NOW_MS + 20, 0), writeAt(NOW_MS + 20), "right again");
  }

  @Test
  void aClockSetAheadAYearCountsUpUntilTimeHasCaughtUp() throws Exception {
    Hlc ahead = writeAt(NOW_MS + YEAR_MS);
    assertEquals(new Hlc(NOW_MS + YEAR_MS, 0), ahead);
    assertEquals(ahead.next(), writeAt(NOW_MS));
    assertEquals(ahead.next().next(), writeAt(NOW_MS + HOUR_MS));
    assertEquals(new Hlc(NOW_MS + YEAR_MS + 1, 0), writeAt(NOW_MS + YEAR_MS + 1));
  }

  @Test
  void aPeerALittleAheadIsFollowed() throws Exception {
    Hash bobs = bobWrites(NOW_MS + HOUR_MS / 2);
    assertEquals(new Hlc(NOW_MS + HOUR_MS / 2, 1), writeCiting(bobs, NOW_MS));
  }

  @Test
  void aPeerFromTheFutureDragsNobodyAlongAndHoldsNobodyUp() throws Exception {
    Hash bobs = bobWrites(NOW_MS + YEAR_MS);
    for (int i = 1; i < 4; i++) {
      long clockMs = NOW_MS + i * HOUR_MS;
      assertEquals(new Hlc(clockMs, 0), writeCiting(bobs, clockMs));
    }
  }

  @Test
  void withoutAClockItGoesOnAfterAllThatIsHeldThoughSomeOfItIsNotBelieved() throws Exception {
    bobWrites(Hlc.BELIEVED_MS_MAX + YEAR_MS);
    Hlc last = writeAt(0);
    assertTrue(last.compareTo(new Hlc(NOW_MS, 0)) > 0 && last.wallMs() < NOW_MS + YEAR_MS);
    for (int i = 0; i < 5; i++) {
      Hlc next = writeAt(i);
      assertEquals(last.next(), next);
      last = next;
    }
  }

  @Test
  void aRestartNeverGoesBackWithAClockOrWithout() throws Exception {
    long[] clocks = {NOW_MS + 5, 0, NOW_MS - YEAR_MS, NOW_MS + YEAR_MS, 0, NOW_MS};
    Hlc last = Hlc.ZERO;
    for (long clock : clocks) {
      node.crash();
      Hlc next = writeAt(clock);
      assertTrue(next.compareTo(last) > 0, next + " after " + last + " at " + clock);
      last = next;
    }
  }
}
