package dev.latticenano.core;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.core.crypto.Ed25519Verifier;
import dev.latticenano.core.dag.LogRecord;
import dev.latticenano.core.session.BaseProof;
import dev.latticenano.core.state.Role;
import dev.latticenano.core.store.ChunkStore;
import dev.latticenano.core.store.StoreException;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A snapshot too large for one turn is read in many, whatever comes between them. */
class RestoringTurnsTest {
  private static final int KEYS = 60;
  private static final int VALUE_CHARS = 40_000;
  private static final int TURN_BYTES = 100_000;

  private final SnapNode ann = new SnapNode(1);
  private final SnapNode eve = new SnapNode(2);
  private BaseProof proof;

  @BeforeEach
  void prune() throws Exception {
    ann.create();
    for (int i = 0; i < KEYS; i++) {
      ann.put("key " + i, "x".repeat(VALUE_CHARS) + i);
    }
    ann.node.snapshots().ask(ann.store);
    ann.rest(1000);
    assertTrue(ann.node.dag(ann.store).pruning().hasBase());
    ann.put("key 0", "above");
    proof = ann.replica().bases().given();
  }

  private Restoring begin(ChunkStore chunks) throws StoreException, RefusedException {
    eve.store = ann.store;
    ann.node.membership(ann.store).setRole(eve.node.key(), Role.CARRIER, ann.nowMs);
    ann.keys.copy(eve.keys);
    eve.open();
    Restoring restoring = new Restoring(eve.store, eve.replica().dag(), eve.log, chunks, proof);
    assertEquals(Verdict.OK, restoring.begin(eve.node.key(), new Ed25519Verifier()));
    return restoring;
  }

  private Restoring.Step turn(Restoring restoring) throws StoreException {
    return restoring.turn(eve.replica().seal().ring(), TURN_BYTES);
  }

  private void somethingComes() throws StoreException {
    byte[] body = proof.toBytes();
    eve.log.append(LogRecord.OFFERED, body, 0, body.length);
  }

  /** The next opening stands on the snapshot; a peer brings chunks and what lies above. */
  private void assertRestored() throws StoreException {
    eve.crash(false);
    assertTrue(eve.node.dag(eve.store).pruning().hasBase());
    SnapNode.meet(ann, eve);
    assertArrayEquals(ann.digest(), eve.digest());
    assertEquals(ann.state(), eve.state());
  }

  @Test
  void noTurnReadsMuchMoreThanItsShare() throws Exception {
    Restoring restoring = begin(ann.chunks);
    int turns = 1;
    for (; turn(restoring) == Restoring.Step.MORE; turns++) {
      assertTrue(turns <= KEYS);
    }
    assertTrue(turns >= KEYS * VALUE_CHARS / (TURN_BYTES + VALUE_CHARS + 1000), turns + " turns");
    assertRestored();
  }

  @Test
  void itBeginsAgainIfAnythingElseComesToTheLog() throws Exception {
    Restoring restoring = begin(ann.chunks);
    for (int i = 0; i < 3; i++) {
      assertEquals(Restoring.Step.MORE, turn(restoring));
    }
    somethingComes();
    int turns = 1;
    for (; turn(restoring) == Restoring.Step.MORE; turns++) {
      assertTrue(turns <= KEYS);
    }
    assertTrue(turns > KEYS * VALUE_CHARS / TURN_BYTES / 2, turns + " turns");
    assertRestored();
  }

  @Test
  void whoIsInterruptedTimeAndAgainDoesTheRestAtOnce() throws Exception {
    Restoring restoring = begin(ann.chunks);
    int turns = 0;
    while (turn(restoring) == Restoring.Step.MORE) {
      somethingComes();
      turns++;
    }
    assertEquals(Restoring.RESTARTS_MAX, turns);
    assertRestored();
  }

  @Test
  void aChunkThatTurnsOutDamagedIsWaitedFor() throws Exception {
    int[] reads = new int[1];
    ChunkStore damaged =
        new ChunkStore() {
          @Override
          public boolean holds(byte[] cid, int offset) throws StoreException {
            return ann.chunks.holds(cid, offset);
          }

          @Override
          public int size(byte[] cid, int offset) throws StoreException {
            return ann.chunks.size(cid, offset);
          }

          @Override
          public int read(byte[] cid, int at, byte[] out, int offset) throws StoreException {
            return ++reads[0] == 6 ? -1 : ann.chunks.read(cid, at, out, offset);
          }

          @Override
          public void write(byte[] cid, int cidOffset, byte[] source, int offset, int length) {
            throw new AssertionError();
          }
        };
    Restoring restoring = begin(damaged);
    Restoring.Step step = turn(restoring);
    while (step == Restoring.Step.MORE) {
      step = turn(restoring);
    }
    assertEquals(Restoring.Step.WAITING, step);
    do {
      step = turn(restoring);
    } while (step == Restoring.Step.MORE);
    assertEquals(Restoring.Step.DONE, step);
    assertRestored();
  }

  @Test
  void aNodeGoesOnByItselfUntilItIsDone() throws Exception {
    ann.letIn(eve, Role.VOTER);
    assertEquals(List.of(), eve.take(Event.BaseRefused.class));
    assertEquals(1, eve.take(Event.Restored.class).size());
    eve.rest(1000);
    assertEquals(ann.state(), eve.state());
    assertArrayEquals(ann.digest(), eve.digest());
  }
}
