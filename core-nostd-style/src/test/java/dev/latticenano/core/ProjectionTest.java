package dev.latticenano.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.intention.StoreId;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What becomes of ops: applied once, in turns, or set aside with a reason and a way on. */
class ProjectionTest {
  private static final String CORE = "core:tally";
  private static final String OURS = "nano:tally";

  @Test
  void stopsAStoreOfACoreTypeBeforeAnOpItCannotReadAndNoOther() throws Exception {
    OneNode node = new OneNode(1, 64);
    StoreId stopped = node.create(CORE, 1);
    StoreId other = node.create(CORE, 2);
    node.write(stopped, "a");
    Hash unread = node.write(stopped, "B");
    node.write(stopped, "c");
    node.write(other, "c");
    assertEquals("a1", node.tally(stopped));
    assertEquals("c1", node.tally(other));
    assertEquals(4, node.node.dag(stopped).sequence());
    assertEquals(
        List.of(new Event.Stalled(stopped, unread, Verdict.KV_MALFORMED)),
        node.take(Event.Stalled.class));
    Projection projection = node.node.projection(stopped);
    assertFalse(projection.isWhole());
    SetAside stall = new SetAside(unread, Verdict.KV_MALFORMED, SetAside.Kind.STALLED);
    assertEquals(List.of(stall), projection.setAside());
    assertEquals(stall, projection.stall());
    assertEquals(0, node.rest(), "a stopped store keeps nobody busy");
  }

  @Test
  void saysAgainAtEveryStartThatAStoreHasStopped() throws Exception {
    OneNode node = new OneNode(1, 4);
    StoreId store = node.create(CORE, 1);
    Hash unread = node.write(store, "B");
    node.take(Event.Stalled.class);
    node.crash();
    assertEquals(unread, node.take(Event.Stalled.class).get(0).intention());
    assertEquals(unread, node.node.projection(store).stall().intention());
  }

  @Test
  void goesOnByItselfWhereANewerProgramReadsTheOp() throws Exception {
    OneNode node = new OneNode(1, 64);
    StoreId store = node.create(CORE, 1);
    node.write(store, "aB");
    node.write(store, "a");
    node.newer = true;
    node.crash();
    assertEquals("B1 a2", node.tally(store));
    assertEquals(List.of(), node.node.projection(store).setAside());
    assertTrue(node.node.projection(store).isWhole());
  }

  @Test
  void passesOverAStallOnlyByItsNameAndRemembersIt() throws Exception {
    OneNode node = new OneNode(1, 4);
    StoreId store = node.create(CORE, 1);
    Hash sound = node.write(store, "a");
    Hash unread = node.write(store, "B");
    node.write(store, "c");
    Projection projection = node.node.projection(store);
    assertFalse(projection.skip(sound));
    assertTrue(projection.skip(unread));
    node.rest();
    assertEquals("a1 c1", node.tally(store));
    SetAside skipped = new SetAside(unread, Verdict.KV_MALFORMED, SetAside.Kind.SKIPPED);
    assertEquals(List.of(skipped), projection.setAside());
    projection.rebuild();
    node.rest();
    assertEquals("a1 c1", node.tally(store));
    for (int i = 0; i < 8; i++) {
      node.write(store, "d");
    }
    node.crash();
    assertEquals("a1 c1 d8", node.tally(store));
    assertEquals(List.of(skipped), node.node.projection(store).setAside());
  }

  @Test
  void triesWhatWasPassedOverWhenAsked() throws Exception {
    OneNode node = new OneNode(1, 64);
    StoreId store = node.create(CORE, 1);
    Hash unread = node.write(store, "B");
    node.node.projection(store).skip(unread);
    node.rest();
    assertNull(node.node.projection(store).stall());
    node.node.projection(store).retry();
    node.rest();
    assertEquals(unread, node.node.projection(store).stall().intention());
    assertEquals(1, node.node.projection(store).setAside().size());
  }

  @Test
  void setsAsideWhatOurOwnTypesCannotReadAndGoesOn() throws Exception {
    OneNode node = new OneNode(1, 4);
    StoreId store = node.create(OURS, 1);
    node.write(store, "a");
    Hash unread = node.write(store, "B");
    node.write(store, "c");
    assertEquals("a1 c1", node.tally(store));
    assertEquals(1, node.node.projection(store).quarantined());
    node.crash();
    SetAside aside = new SetAside(unread, Verdict.KV_MALFORMED, SetAside.Kind.QUARANTINED);
    assertEquals(List.of(aside), node.node.projection(store).setAside());
    assertEquals(1, node.node.projection(store).quarantined());
    node.newer = true;
    node.crash();
    node.node.projection(store).retry();
    node.rest();
    assertEquals("B1 a1 c1", node.tally(store));
    assertEquals(0, node.node.projection(store).quarantined());
  }

  @Test
  void keepsAStoreOfUnknownTypeAndReadsItsLogWhenTheTypeBecomesKnown() throws Exception {
    OneNode node = new OneNode(1, 4);
    node.knows = false;
    StoreId store = node.create(CORE, 1);
    for (int i = 0; i < 10; i++) {
      node.write(store, "a");
    }
    assertNull(node.node.state(store));
    assertTrue(node.node.projection(store).isHeadless());
    assertEquals(CORE, node.node.projection(store).type());
    node.crash();
    assertTrue(node.node.projection(store).isHeadless());
    node.knows = true;
    node.crash();
    assertEquals("a10", node.tally(store));
    node.knows = false;
    node.crash();
    node.write(store, "a");
    node.knows = true;
    node.crash();
    assertEquals("a11", node.tally(store));
  }

  @Test
  void makesStateAnewInTurnsBetweenWhichItWrites() throws Exception {
    OneNode node = new OneNode(1, 512);
    StoreId store = node.create(CORE, 1);
    StoreId other = node.create(CORE, 2);
    int count = 3 * Replica.TURN_BUDGET;
    for (int i = 0; i < count; i++) {
      node.write(store, "a");
    }
    Projection projection = node.node.projection(store);
    projection.rebuild();
    assertTrue(node.node.nextDeadlineMs() <= node.nowMs);
    node.write(store, "b");
    assertFalse(projection.isWhole());
    assertEquals(count + 2, node.node.dag(store).sequence());
    node.write(other, "c");
    assertEquals("c1", node.tally(other));
    assertTrue(node.rest() >= 1);
    assertTrue(projection.isWhole());
    assertEquals("a" + count + " b1", node.tally(store));
    assertNotNull(node.take(Event.StartedOver.class).get(0).reason());
  }

  @Test
  void appliesEachOpOnceWhereverPowerFails() throws Exception {
    OneNode node = new OneNode(1, 7);
    StoreId store = node.create(CORE, 1);
    for (int i = 1; i <= 60; i++) {
      node.write(store, "a");
      if (i == 20) {
        node.node.projection(store).rebuild();
      }
      if (i % 3 == 0) {
        node.take(Event.StartedOver.class);
        node.crash();
        assertEquals("a" + i, node.tally(store));
        boolean clearing = i == 21;
        boolean whole = i < 6;
        assertTrue(clearing || whole || node.take(Event.StartedOver.class).isEmpty(), "at " + i);
      }
    }
  }
}
