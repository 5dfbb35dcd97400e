package dev.latticenano.core.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.core.Acks;
import dev.latticenano.core.Event;
import dev.latticenano.core.Lag;
import dev.latticenano.core.RefusedException;
import dev.latticenano.core.Verdict;
import dev.latticenano.core.bytes.Seeds;
import dev.latticenano.core.dag.Dag;
import dev.latticenano.core.intention.AuthorId;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.intention.SystemOpWriter;
import dev.latticenano.core.intention.UniversalOpWriter;
import dev.latticenano.core.state.KvState;
import dev.latticenano.core.state.Role;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Nodes that ack what they have seen, and see how far the others are behind. */
class AcksTest {
  private static final long DAY_MS = 24 * 3_600_000L;

  private final Mesh mesh = new Mesh(new Random(1));

  private MeshNode node(long delayMs) {
    MeshNode node = mesh.node();
    node.node.acks().delay(delayMs);
    return node;
  }

  private MeshNode node() {
    return node(Acks.DELAY_MS_MAINS);
  }

  private static int acks(MeshNode node, StoreId store, MeshNode of) throws Exception {
    Dag dag = node.node.dag(store);
    int author = dag.findAuthor(of.node.key().toBytes(), 0);
    int acks = 0;
    for (int place = 1; place <= dag.sequence(); place++) {
      int row = dag.rowAtSequence(place);
      acks += dag.author(row) == author && dag.isAck(row) ? 1 : 0;
    }
    return acks;
  }

  private void member(MeshNode writer, StoreId store, MeshNode member) throws Exception {
    byte[] active = SystemOpWriter.peerStatus(member.node.key(), 2);
    UniversalOpWriter ops = new UniversalOpWriter().system(active, 0, active.length);
    byte[] bytes = new byte[ops.length()];
    ops.write(bytes, 0, bytes.length);
    writer.submit(store, bytes, List.of());
  }

  private static Lag lag(MeshNode at, StoreId store, MeshNode of, long nowMs) throws Exception {
    AuthorId key = of.node.key();
    return at.node.acks().lags(store, nowMs).stream()
        .filter(each -> each.member().equals(key))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aNodeAcksOnceAWhileAfterTheLastNews() throws Exception {
    MeshNode a = node();
    MeshNode b = node();
    StoreId store = a.create(KvState.TYPE, 1);
    b.open(store);
    mesh.link(a, b);
    mesh.runUntil(mesh.nowMs + 4000);
    a.put(store, "key", 10);
    mesh.runUntil(mesh.nowMs + 4900);
    assertEquals(0, acks(a, store, b));
    mesh.rest(500);
    assertEquals(1, acks(a, store, b));
    assertEquals(0, acks(a, store, a));
    mesh.assertSame(store, a, b);
  }

  @Test
  void twoNodesDoNotAckEachOthersAcks() throws Exception {
    MeshNode a = node();
    MeshNode b = node();
    StoreId store = a.create(KvState.TYPE, 1);
    b.open(store);
    mesh.link(a, b);
    mesh.rest(500);
    a.put(store, "left", 10);
    b.put(store, "right", 10);
    mesh.rest(500);
    assertEquals(1, acks(a, store, a));
    assertEquals(2, acks(a, store, b));
    assertEquals(0, a.node.acks().now(store, mesh.nowMs));
    assertEquals(0, b.node.acks().now(store, mesh.nowMs));
  }

  @Test
  void fiveNodesInAnyOrderSettleAfterOneAckEach() {
    Seeds.run(AcksTest.class, random -> settle(new Mesh(random), random));
  }

  private static void settle(Mesh mesh, Random random) throws Exception {
    List<MeshNode> nodes = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      nodes.add(mesh.node());
    }
    StoreId store = nodes.get(0).create(KvState.TYPE, 1);
    Collections.shuffle(nodes, random);
    for (MeshNode node : nodes) {
      if (!node.logs.containsKey(store)) {
        node.open(store);
      }
    }
    for (int i = 1; i < 5; i++) {
      mesh.link(nodes.get(i), nodes.get(random.nextInt(i)));
    }
    mesh.rest(5000);
    for (MeshNode node : nodes) {
      node.node.acks().delay(1 + random.nextInt(60_000));
      node.put(store, "key" + random.nextInt(3), 10);
    }
    mesh.rest(20_000);
    mesh.assertSame(store, nodes.toArray(new MeshNode[0]));
    int before = nodes.get(0).node.dag(store).sequence();
    for (MeshNode node : nodes) {
      int acks = acks(node, store, node);
      assertTrue(acks >= 1 && acks <= 2, acks + " acks");
      assertEquals(0, node.node.acks().now(store, mesh.nowMs));
    }
    MeshNode writer = nodes.get(random.nextInt(5));
    writer.put(store, "more", 10);
    mesh.rest(20_000);
    assertEquals(before + 5, writer.node.dag(store).sequence(), "the write and four acks");
  }

  @Test
  void whatTheLastRunHadNoTimeToAckIsAckedInTheNext() throws Exception {
    MeshNode a = node();
    MeshNode b = mesh.node();
    StoreId store = a.create(KvState.TYPE, 1);
    b.open(store);
    mesh.link(a, b);
    mesh.runUntil(mesh.nowMs + 60_000);
    b.crash();
    b.node.acks().delay(Acks.DELAY_MS_MAINS);
    mesh.runUntil(mesh.nowMs + 3_600_000);
    assertEquals(0, acks(b, store, b), "nobody was met");
    mesh.link(a, b);
    mesh.runUntil(mesh.nowMs + 60_000);
    assertEquals(1, acks(a, store, b));
  }

  /** Who cannot read what is said of it learns from its host whether it is in. */
  @Test
  void aNodeAcksNothingBeforeItWasLetIn() throws Exception {
    MeshNode a = node();
    StoreId store = a.createSealed(KvState.TYPE, 1);
    MeshNode carrier = node();
    boolean[] out = {true};
    carrier.node.acks().outOf(id -> out[0]);
    carrier.open(store);
    mesh.link(a, carrier);
    mesh.runUntil(mesh.nowMs + 60_000);
    assertEquals(0, acks(carrier, store, carrier));
    assertFalse(a.saw(Event.Refused.class));
    assertEquals(
        Verdict.MEMBER_UNKNOWN,
        assertThrows(RefusedException.class, () -> carrier.node.acks().now(store, mesh.nowMs))
            .verdict());
    a.node.membership(store).setRole(carrier.node.key(), Role.CARRIER, mesh.nowMs);
    mesh.drain(a);
    mesh.runUntil(mesh.nowMs + 60_000);
    assertEquals(0, acks(carrier, store, carrier));
    out[0] = false;
    carrier.node.acks().letIn(store, mesh.nowMs);
    mesh.rest(500);
    assertEquals(1, acks(a, store, carrier));
    assertFalse(a.saw(Event.Refused.class));
  }

  @Test
  void aRestoredNodeForksNothingByAcking() throws Exception {
    MeshNode a = node();
    MeshNode b = node();
    StoreId store = a.create(KvState.TYPE, 1);
    b.open(store);
    mesh.link(a, b);
    mesh.runUntil(mesh.nowMs + 1000);
    Map<StoreId, MeshStore> backup = b.backup();
    mesh.rest(500);
    a.put(store, "key", 10);
    mesh.rest(500);
    assertEquals(2, acks(a, store, b));
    b.restore(backup);
    b.node.acks().delay(Acks.DELAY_MS_MAINS);
    mesh.runUntil(mesh.nowMs + 3_600_000);
    mesh.link(a, b);
    mesh.rest(500);
    assertEquals(2, acks(a, store, b));
    assertEquals(0, a.node.dag(store).forkedCount());
    mesh.assertSame(store, a, b);
  }

  @Test
  void aNodeThatKnowsItIsBehindItselfMayNotAckAtAll() throws Exception {
    MeshNode a = node();
    MeshNode b = node();
    StoreId store = a.create(KvState.TYPE, 1);
    b.open(store);
    Map<StoreId, MeshStore> backup = b.backup();
    mesh.link(a, b);
    mesh.rest(500);
    b.restore(backup);
    mesh.link(a, b);
    RefusedException refused = null;
    while (refused == null && mesh.step()) {
      if (b.saw(Event.OwnTipUnknown.class)) {
        refused = assertThrows(RefusedException.class, () -> b.node.acks().now(store, mesh.nowMs));
      }
    }
    assertEquals(Verdict.OWN_TIP_UNKNOWN, refused.verdict());
  }

  @Test
  void anAckThatFindsNoRoomWaitsForRoom() throws Exception {
    MeshNode a = node();
    MeshNode b = node();
    StoreId store = a.create(KvState.TYPE, 1);
    b.open(store);
    mesh.link(a, b);
    mesh.runUntil(mesh.nowMs + 1000);
    b.disk.room(0);
    mesh.runUntil(mesh.nowMs + 3_600_000);
    assertEquals(0, acks(b, store, b));
    b.disk.room(Long.MAX_VALUE);
    mesh.rest(500);
    assertEquals(1, acks(a, store, b));
  }

  @Test
  void acksWhenAskedAndOnlyWhatIsNew() throws Exception {
    MeshNode a = mesh.node();
    MeshNode b = mesh.node();
    StoreId store = a.create(KvState.TYPE, 1);
    b.open(store);
    mesh.link(a, b);
    mesh.rest(500);
    assertEquals(1, b.node.acks().now(store, mesh.nowMs));
    assertEquals(0, b.node.acks().now(store, mesh.nowMs));
    mesh.rest(500);
    assertEquals(1, acks(a, store, b));
  }

  @Test
  void tellsHowFarAMemberIsBehind() throws Exception {
    MeshNode a = node();
    MeshNode b = node();
    StoreId store = a.createAlone(KvState.TYPE, 1);
    member(a, store, a);
    member(a, store, b);
    Lag never = lag(a, store, b, mesh.nowMs);
    assertEquals(3, never.behind());
    assertEquals(0, never.lastSeenMs());
    b.open(store);
    MeshWire wire = mesh.link(a, b);
    mesh.runUntil(mesh.nowMs + 60_000);
    long linkedMs = mesh.nowMs;
    assertEquals(
        new Lag(b.node.key(), 0, false, linkedMs, Lag.Standing.IN_STEP),
        lag(a, store, b, linkedMs));
    wire.cut();
    for (int i = 0; i < 3; i++) {
      a.put(store, "key", 10);
    }
    Lag behind = lag(a, store, b, mesh.nowMs + 7_200_000);
    assertEquals(3, behind.behind());
    assertTrue(behind.lastSeenMs() <= linkedMs && behind.lastSeenMs() > linkedMs - 60_000);
  }

  @Test
  void countsNoFurtherThanTheBound() throws Exception {
    MeshNode a = node();
    MeshNode b = node();
    StoreId store = a.createAlone(KvState.TYPE, 1);
    member(a, store, b);
    for (int i = 2; i < Lag.BEHIND_MAX; i++) {
      a.put(store, "key", 10);
    }
    assertEquals(Lag.BEHIND_MAX, lag(a, store, b, mesh.nowMs).behind());
    a.put(store, "key", 10);
    Lag more = lag(a, store, b, mesh.nowMs);
    assertEquals(Lag.BEHIND_MAX, more.behind());
    assertTrue(more.orMore());
  }

  @Test
  void tellsOnceWhenAMemberFallsBehindFallsSilentAndIsBack() throws Exception {
    MeshNode a = node();
    MeshNode b = node();
    StoreId store = a.createAlone(KvState.TYPE, 1);
    member(a, store, b);
    b.open(store);
    MeshWire wire = mesh.link(a, b);
    mesh.runUntil(mesh.nowMs + 3_600_000);
    assertEquals(List.of(), standings(a));
    wire.cut();
    a.put(store, "key", 10);
    mesh.runUntil(mesh.nowMs + 300_000);
    assertEquals(List.of(), standings(a));
    mesh.runUntil(mesh.nowMs + DAY_MS);
    assertEquals(List.of(Lag.Standing.BEHIND), standings(a));
    long waitMs = a.node.nextDeadlineMs() - mesh.nowMs;
    assertTrue(waitMs > 5 * DAY_MS, () -> "nothing comes, and it looks again in " + waitMs + " ms");
    mesh.runUntil(mesh.nowMs + 7 * DAY_MS);
    assertEquals(List.of(Lag.Standing.BEHIND, Lag.Standing.SILENT), standings(a));
    assertFalse(mesh.step(), "nothing to do for a silent member");
    mesh.link(a, b);
    mesh.runUntil(mesh.nowMs + 3_600_000);
    assertEquals(
        List.of(Lag.Standing.BEHIND, Lag.Standing.SILENT, Lag.Standing.IN_STEP), standings(a));
  }

  private static List<Lag.Standing> standings(MeshNode node) {
    return node.events.stream()
        .filter(Event.Lagging.class::isInstance)
        .map(event -> ((Event.Lagging) event).lag().standing())
        .toList();
  }
}
