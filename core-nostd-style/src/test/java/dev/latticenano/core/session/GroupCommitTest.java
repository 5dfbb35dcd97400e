package dev.latticenano.core.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.core.Limits;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.state.KvState;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Batches that wait a moment for one sync that makes all of them durable. */
class GroupCommitTest {
  /** A line that carries one frame every 20 ms. */
  private static final MeshWire.Weather SLOW = new MeshWire.Weather(0, 0, 0, 20, 1);

  private final Mesh mesh = new Mesh(new Random(1));
  private final MeshNode stick = mesh.node();

  private StoreId filled(MeshNode peer, int intentions) throws Exception {
    StoreId store = peer.create(KvState.TYPE, 1);
    for (int i = 1; i < intentions; i++) {
      peer.put(store, "key " + i, 250);
    }
    return store;
  }

  private Progress progress(StoreId store, MeshWire wire) {
    return stick.node.peer(wire.rightLink).progress(store);
  }

  /** Syncs that a store of five intentions costs, each too large to share a batch. */
  private long syncsOfFiveBatches(GroupCommit commit) throws Exception {
    stick.groupCommit(commit);
    MeshNode peer = mesh.node();
    StoreId store = peer.createOpen(KvState.TYPE, 1);
    for (int i = 1; i < 5; i++) {
      peer.put(store, "key " + i, 500);
    }
    stick.open(store);
    long before = stick.disk.syncs();
    MeshWire wire = mesh.link(peer, stick, Mesh.SMALL, MeshWire.Weather.FAIR);
    mesh.rest(1000);
    assertEquals(5, progress(store, wire).received());
    return stick.disk.syncs() - before;
  }

  @Test
  void batchesWithinTheDelayCostOneSync() throws Exception {
    assertEquals(1, syncsOfFiveBatches(GroupCommit.STICK));
  }

  @Test
  void withoutADelayEachBatchCostsOneSync() throws Exception {
    assertEquals(5, syncsOfFiveBatches(new GroupCommit(0)));
  }

  @Test
  void severalLinksShareOneSyncOfAStore() throws Exception {
    stick.groupCommit(GroupCommit.STICK);
    MeshNode first = mesh.node();
    MeshNode second = mesh.node();
    StoreId store = filled(first, 40);
    second.open(store);
    mesh.link(first, second);
    mesh.rest(1000);
    stick.open(store);
    MeshWire left = mesh.link(first, stick, Mesh.SMALL, SLOW);
    MeshWire right = mesh.link(second, stick, Mesh.SMALL, SLOW);
    while (stick.node.dag(store).sequence() == 0) {
      assertTrue(mesh.step());
    }
    long before = stick.disk.syncs();
    mesh.runUntil(mesh.nowMs + 99);
    assertEquals(before, stick.disk.syncs());
    Progress one = progress(store, left);
    Progress two = progress(store, right);
    assertTrue(one.received() + one.repeated() > 2);
    assertTrue(two.received() + two.repeated() > 2);
    assertEquals(0, first.node.peer(left.leftLink).progress(store).acknowledged());
    mesh.runUntil(mesh.nowMs + 1);
    assertEquals(before + 1, stick.disk.syncs());
    mesh.runUntil(mesh.nowMs + 60);
    assertTrue(first.node.peer(left.leftLink).progress(store).acknowledged() > 2);
    assertTrue(second.node.peer(right.leftLink).progress(store).acknowledged() > 2);
    mesh.rest(2000);
    mesh.assertSame(store, stick, first, second);
  }

  @Test
  void writesOfItsOwnAreDurableAtOnceAndTakeTheOthersAlong() throws Exception {
    stick.groupCommit(new GroupCommit(GroupCommit.DELAY_MS_MAX));
    MeshNode peer = mesh.node();
    StoreId store = filled(peer, 40);
    stick.open(store);
    mesh.link(peer, stick, Mesh.SMALL, SLOW);
    while (stick.node.dag(store).sequence() < 3) {
      assertTrue(mesh.step());
    }
    int before = stick.node.dag(store).sequence();
    stick.put(store, "own", 10);
    stick.crash();
    assertEquals(before + 1, stick.node.dag(store).sequence());
  }

  @Test
  void whatWaitsIsLostWithPowerAndWasNotAcknowledged() throws Exception {
    stick.groupCommit(GroupCommit.STICK);
    MeshNode peer = mesh.node();
    StoreId store = filled(peer, 40);
    stick.open(store);
    mesh.link(peer, stick, Mesh.SMALL, SLOW);
    while (stick.node.dag(store).sequence() < 3) {
      assertTrue(mesh.step());
    }
    stick.crash();
    assertEquals(0, stick.node.dag(store).sequence());
  }

  private Held held(MeshStore log, int delayMs) throws Exception {
    MeshNode peer = mesh.node();
    StoreId store = filled(peer, 1);
    Held held = new Held(store, peer.node.dag(store), log);
    held.groupCommit(new GroupCommit(delayMs));
    held.sync(0);
    return held;
  }

  @Test
  void waitsAsLongAsSetOrUntilSoManyBytesCame() throws Exception {
    MeshStore log = new MeshStore(stick.disk);
    Held held = held(log, 100);
    assertEquals(held.commits(), held.await(10, 1000, 5000), "nothing came");
    log.append(1, new byte[8], 0, 8);
    long ticket = held.await(10, 1000, 5000);
    assertEquals(5100, held.deadlineMs());
    held.await(10, 30, 5050);
    assertEquals(5080, held.deadlineMs());
    held.tick(5079);
    assertTrue(held.isWaiting() && held.commits() < ticket);
    held.tick(5080);
    assertFalse(held.isWaiting());
    assertEquals(ticket, held.commits());
    assertEquals(Long.MAX_VALUE, held.deadlineMs());
    log.append(1, new byte[8], 0, 8);
    ticket = held.await(Limits.COMMIT_BYTES_MAX - 1, 1000, 6000);
    assertTrue(held.commits() < ticket);
    assertEquals(ticket, held.await(1, 1000, 6000));
    assertEquals(ticket, held.commits());
  }

  @Test
  void waitsNoLongerWhenTheClockIsSetBack() throws Exception {
    MeshStore log = new MeshStore(stick.disk);
    Held held = held(log, 100);
    log.append(1, new byte[8], 0, 8);
    long ticket = held.await(10, 1000, 5000);
    held.tick(4999);
    assertEquals(ticket, held.commits());
  }

  @Test
  void delaysAreFromZeroToASecond() {
    assertEquals(0, new GroupCommit(0).delayMs());
    assertEquals(1000, new GroupCommit(1000).delayMs());
    assertThrows(IllegalArgumentException.class, () -> new GroupCommit(-1));
    assertThrows(IllegalArgumentException.class, () -> new GroupCommit(1001));
  }
}
