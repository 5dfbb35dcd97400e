package dev.latticenano.core.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.core.Event;
import dev.latticenano.core.Limits;
import dev.latticenano.core.Verdict;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.state.FileState;
import dev.latticenano.core.state.KvState;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** One scripted meeting, cut at every frame, and on disks that fill up at every write. */
class CutTest {
  private static final MeshWire.Weather ONE_BY_ONE = new MeshWire.Weather(0, 0, 0, 1, 1);

  private static final GroupCommit[] COMMITS = {
    new GroupCommit(0), GroupCommit.MAINS, GroupCommit.STICK
  };

  private Mesh mesh;
  private MeshNode left;
  private MeshNode right;
  private StoreId values;
  private StoreId files;

  /** Both ends have what the other lacks, in two stores, with three chunks. */
  private void script(GroupCommit commit) throws Exception {
    mesh = new Mesh(new Random(3));
    left = mesh.node();
    right = mesh.node();
    left.groupCommit(commit);
    right.groupCommit(commit);
    values = left.create(KvState.TYPE, 1);
    files = left.create(FileState.TYPE, 2);
    right.open(values);
    right.open(files);
    mesh.meet(left, right);
    left.file(files, "film", 270_000);
    for (int i = 0; i < 12; i++) {
      left.put(values, "left " + i, 100);
    }
    right.put(values, "right", 100);
  }

  private int sequence(MeshNode node) {
    return node.node.dag(values).sequence() + node.node.dag(files).sequence();
  }

  private int acknowledged(MeshWire wire) {
    Peer peer = wire.left.node.peer(wire.leftLink);
    int sum = 0;
    for (StoreId store : peer.stores()) {
      sum += peer.progress(store).acknowledged();
    }
    return sum;
  }

  private boolean cutAt(int steps, boolean power, GroupCommit commit) throws Exception {
    script(commit);
    MeshWire first = mesh.link(left, right, Mesh.SMALL, ONE_BY_ONE);
    int before = sequence(right);
    mesh.run(steps);
    boolean whole = left.node.peer(first.leftLink).isComplete();
    int acknowledged = acknowledged(first);
    int chunks = right.node.peer(first.rightLink).chunksReceived();
    first.cut();
    if (power) {
      left.crash();
      right.crash();
    }
    assertTrue(sequence(right) - before >= acknowledged, "lost what was acknowledged");
    int kept = sequence(right);
    MeshWire second = mesh.link(left, right, Mesh.SMALL, ONE_BY_ONE);
    mesh.rest(20_000);
    mesh.assertSame(values, left, right);
    mesh.assertSame(files, left, right);
    Peer peer = right.node.peer(second.rightLink);
    int received = 0;
    for (StoreId store : peer.stores()) {
      assertEquals(0, peer.progress(store).repeated(), "sent again at " + steps);
      received += peer.progress(store).received();
    }
    assertEquals(sequence(right) - kept, received);
    assertEquals(3, chunks + peer.chunksReceived(), "a chunk came twice at " + steps);
    return whole;
  }

  @Test
  void losesNothingAndRepeatsNothingWhereverTheLinkIsCut() throws Exception {
    for (GroupCommit commit : COMMITS) {
      int steps = 0;
      while (!cutAt(steps, steps % 2 == 0, commit)) {
        // Pieces of chunks are many and alike.
        steps += steps < 80 ? 1 : 37;
      }
      assertTrue(steps > 80);
    }
  }

  private boolean fillAt(int writes, GroupCommit commit) throws Exception {
    script(commit);
    int before = sequence(right);
    right.disk.room(writes);
    MeshWire first = mesh.link(left, right, Mesh.SMALL, ONE_BY_ONE);
    mesh.runUntil(mesh.nowMs + Limits.FULL_RETRY_MS_MIN);
    boolean full = right.saw(Event.Full.class);
    Verdict told = left.node.peer(first.leftLink).trouble();
    assertEquals(full ? Verdict.STORE_FULL : Verdict.OK, told, "at " + writes);
    assertEquals(told, left.completions().get(left.completions().size() - 1).trouble());
    assertEquals(15, left.node.dag(values).sequence(), "a full disk still gives at " + writes);
    int acknowledged = acknowledged(first);
    right.disk.room(Long.MAX_VALUE);
    if (writes % 3 == 0) {
      right.crash();
    } else if (writes % 3 == 1) {
      first.cut();
    }
    assertTrue(sequence(right) - before >= acknowledged, "lost what was acknowledged");
    if (writes % 3 < 2) {
      mesh.link(left, right, Mesh.SMALL, ONE_BY_ONE);
    }
    mesh.rest(20_000);
    mesh.assertSame(values, left, right);
    mesh.assertSame(files, left, right);
    return full;
  }

  @Test
  void goesOnAfterADiskWasFullAtAnyWrite() throws Exception {
    for (GroupCommit commit : COMMITS) {
      int writes = 0;
      while (fillAt(writes, commit)) {
        writes++;
      }
      assertTrue(writes > 20, "only " + writes);
    }
  }

  /** A record and a sync each. */
  private static final int WRITES_OF_TWO = 4;

  @Test
  void writesOnTopOfWhatAFullDiskHeldUp() throws Exception {
    for (int room = 0; room <= WRITES_OF_TWO; room++) {
      script(GroupCommit.MAINS);
      left.disk.room(room);
      boolean full = false;
      try {
        left.put(values, "first", 10);
        left.put(values, "second", 10);
      } catch (dev.latticenano.core.store.StoreException e) {
        full = true;
      }
      assertEquals(room < WRITES_OF_TWO, full);
      left.disk.room(Long.MAX_VALUE);
      left.put(values, "third", 10);
      mesh.link(left, right);
      mesh.rest(1000);
      mesh.assertSame(values, left, right);
      assertEquals(0, left.node.dag(values).forkedCount(), "forked itself at " + room);
    }
  }
}
