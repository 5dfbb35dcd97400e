package dev.latticenano.core.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.core.Event;
import dev.latticenano.core.Limits;
import dev.latticenano.core.Verdict;
import dev.latticenano.core.frame.Message;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.state.FileState;
import dev.latticenano.core.state.KvState;
import dev.latticenano.core.store.StoreException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Disks that fill up in the middle of an exchange and have room again: it ends on the same link.
 */
class RoomTest {
  private static final MeshWire.Weather BAD = new MeshWire.Weather(20, 20, 20, 5, 8);

  private final Mesh mesh = new Mesh(new Random(7));
  private final MeshNode left = mesh.node();
  private final MeshNode right = mesh.node();
  private StoreId values;
  private StoreId files;

  private MeshWire start(int room, LinkProfile profile, MeshWire.Weather weather) throws Exception {
    values = left.create(KvState.TYPE, 1);
    files = left.create(FileState.TYPE, 2);
    right.open(values);
    right.open(files);
    mesh.meet(left, right);
    for (int i = 0; i < 40; i++) {
      left.put(values, "left " + i, 100);
    }
    left.file(files, "film", 800_000);
    right.put(values, "right", 100);
    right.disk.room(room);
    return mesh.link(left, right, profile, weather);
  }

  private void assertEndsEqual() throws StoreException {
    mesh.rest(100_000);
    mesh.assertSame(values, left, right);
    mesh.assertSame(files, left, right);
  }

  private long count(MeshNode node, Class<? extends Event> kind) {
    return node.events.stream().filter(kind::isInstance).count();
  }

  @Test
  void goesOnByItselfWhenThereIsRoomAgain() throws Exception {
    MeshWire wire = start(20, Mesh.SMALL, MeshWire.Weather.FAIR);
    mesh.runUntil(mesh.nowMs + 600_000);
    assertEquals(Verdict.STORE_FULL, left.node.peer(wire.leftLink).trouble());
    assertEquals(43, left.node.dag(values).sequence(), "a full disk still gives");
    assertFalse(right.saw(Event.Resumed.class));
    right.disk.room(Long.MAX_VALUE);
    assertEndsEqual();
    assertEquals(1, mesh.nextLink - wire.rightLink, "no other link");
    assertEquals(Verdict.OK, left.node.peer(wire.leftLink).trouble());
    assertEquals(Verdict.OK, left.completions().get(left.completions().size() - 1).trouble());
    assertEquals(1, count(right, Event.Resumed.class));
  }

  @Test
  void goesOnOverALinkThatLosesFrames() throws Exception {
    for (int room = 0; room < 60; room += 3) {
      RoomTest each = new RoomTest();
      each.start(room, Mesh.LOSSY, BAD);
      for (int more = 0; more < 3; more++) {
        each.mesh.runUntil(each.mesh.nowMs + 30_000);
        each.right.disk.room(5);
      }
      each.right.disk.room(Long.MAX_VALUE);
      each.assertEndsEqual();
    }
  }

  @Test
  void goesOnWithALittleRoomAtATime() throws Exception {
    MeshWire wire = start(0, Mesh.SMALL, MeshWire.Weather.FAIR);
    int before = 0;
    int rises = 0;
    for (int i = 0; i < 30; i++) {
      mesh.runUntil(mesh.nowMs + Limits.FULL_RETRY_MS_MAX);
      int now = left.node.peer(wire.leftLink).progress(values).acknowledged();
      assertTrue(now >= before && now <= right.node.dag(values).sequence(), "acknowledged " + now);
      rises += now > before ? 1 : 0;
      before = now;
      right.disk.room(7);
    }
    assertTrue(rises > 3, "it came in " + rises + " steps");
    right.disk.room(Long.MAX_VALUE);
    assertEndsEqual();
  }

  @Test
  void triesAFullDiskLessAndLessOften() throws Exception {
    List<Long> tries = new ArrayList<>();
    start(20, Mesh.SMALL, MeshWire.Weather.FAIR);
    right.node.roomProbe(
        () -> {
          tries.add(mesh.nowMs);
          return false;
        });
    while (!right.saw(Event.Full.class)) {
      assertTrue(mesh.step());
    }
    long fullMs = mesh.nowMs;
    mesh.runUntil(fullMs + 300_000);
    List<Long> after = tries.stream().map(ms -> ms - fullMs).toList();
    assertEquals(List.of(5_000L, 15_000L, 35_000L, 75_000L, 135_000L, 195_000L, 255_000L), after);
    right.node.roomProbe(() -> true);
    right.disk.room(Long.MAX_VALUE);
    assertEndsEqual();
    assertEquals(7, tries.size());
  }

  @Test
  void givesToOthersMeanwhile() throws Exception {
    MeshNode reader = mesh.node();
    start(20, Mesh.SMALL, MeshWire.Weather.FAIR);
    mesh.runUntil(mesh.nowMs + 1000);
    int durable = right.node.dag(values).sequence();
    reader.open(values);
    mesh.link(right, reader);
    mesh.runUntil(mesh.nowMs + 1000);
    int given = reader.node.dag(values).sequence();
    assertTrue(given > 0 && given <= durable, given + " of " + durable);
    reader.open(files);
    right.disk.room(Long.MAX_VALUE);
    assertEndsEqual();
    mesh.assertSame(values, left, right, reader);
  }

  @Test
  void answersARoundThatItHearsWhileItCannotPublish() throws Exception {
    HostileMeeting meeting = new HostileMeeting(5);
    meeting.meetTheHonest();
    meeting.met(Mesh.FAST);
    meeting.give(Frames.frontier(0, 1, meeting.digest(), new byte[0]));
    meeting.answers();
    assertTrue(meeting.peer().agrees(meeting.store));
    int durable = meeting.storeBytes();
    meeting.come();
    meeting.node.disk.room(0);
    meeting.give(Frames.frontier(0, 2, new byte[32], new byte[0]));
    List<byte[]> said = meeting.answers(Message.INTENTIONS);
    assertEquals(1, said.size());
    assertEquals(2, HostileMeeting.value(said.get(0), 2), "of the round heard last");
    assertEquals(1, HostileMeeting.value(said.get(0), 4), "the last batch");
    int given = HostileMeeting.data(said.get(0), 6).length;
    assertTrue(given > durable / 2 && given < durable, given + " of " + durable);
    assertEquals(Verdict.STORE_FULL, meeting.peer().trouble());
    meeting.node.disk.room(Long.MAX_VALUE);
    meeting.mesh.nowMs += Limits.FULL_RETRY_MS_MIN;
    meeting.node.node.tick(meeting.mesh.nowMs);
    assertEquals(1, meeting.answers(Message.FRONTIER).size());
  }

  @Test
  void refusesItsOwnWritesMeanwhileAndTakesThemAfterwards() throws Exception {
    start(20, Mesh.SMALL, MeshWire.Weather.FAIR);
    mesh.runUntil(mesh.nowMs + 1000);
    StoreException full =
        assertThrows(StoreException.class, () -> right.put(values, "refused", 10));
    assertEquals(StoreException.Kind.FULL, full.kind());
    right.disk.room(Long.MAX_VALUE);
    right.put(values, "taken", 10);
    assertEndsEqual();
    assertEquals(0, right.node.dag(values).forkedCount());
  }
}
