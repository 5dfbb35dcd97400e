package dev.latticenano.core.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.core.Limits;
import dev.latticenano.core.Verdict;
import dev.latticenano.core.dag.Dag;
import dev.latticenano.core.frame.Message;
import dev.latticenano.core.session.Frames;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Frames that wait because their store has had its portion of the turn: so many bytes of them on
 * all links, and then one more is taken whole at once. Eight wait in each test, just below the
 * limit or just at it, before the ninth comes.
 */
class RelayKeptFramesTest {
  private static final int KEPT = 8;
  private static final int FRAME_BYTES =
      Limits.RELAY_KEPT_BYTES_MAX / KEPT - Limits.RELAY_KEPT_BESIDE_BYTES;
  private static final int FIRST_LINK = 500;

  // The first one alone brings more than a portion.
  private static final int FIRST_ROWS = Limits.RELAY_TURN_INTENTIONS + 8;
  private static final int ROWS = 20;
  private static final int UNKNOWN_FIELD = 15;

  private final RelayScene scene;
  private final Relay relay;
  private final Dag anns;
  private final Dag held;
  private final List<Integer> waiting = new ArrayList<>();
  private int next;

  RelayKeptFramesTest() throws Exception {
    scene = new RelayScene().held(RelayScene.GIB);
    relay = scene.house.relay;
    anns = scene.ann.node.dag(scene.store);
    held = relay.dag(scene.store);
    next = anns.sequence();
    for (int i = 0; i < FIRST_ROWS + KEPT * ROWS; i++) {
      scene.ann.put(scene.store, "k" + i, "v");
    }
    relay.tick(scene.world.nowMs);
  }

  /** Somebody over a link of its own, who was asked what of the store it has. */
  private RelayStranger guest(int link) throws Exception {
    RelayStranger guest = new RelayStranger(scene.house, link, scene.ann.signer);
    guest.prove();
    guest.give(Frames.hello());
    guest.give(Frames.callersOffer(guest.binding(), scene.store));
    guest.frames();
    return guest;
  }

  /** A batch of Ann's next intentions, made longer by a field that nobody knows. */
  private byte[] batch(int from, int rows, int fill) throws Exception {
    Frames frame = new Frames().start(Message.INTENTIONS).number(1, 0).number(2, 1);
    frame.number(3, 1).number(4, 1);
    for (int row = from; row < from + rows; row++) {
      byte[] signed = new byte[anns.length(row)];
      anns.read(row, signed, 0);
      frame.bytes(5, signed);
    }
    return frame.bytes(UNKNOWN_FIELD, new byte[fill]).finish();
  }

  /** The next guest brings the next intentions in a frame of so many bytes. */
  private void bring(int rows, int bytes) throws Exception {
    int link = FIRST_LINK + waiting.size();
    RelayStranger guest = guest(link);
    int over = guest.seal(batch(next, rows, FRAME_BYTES / 2)).length - FRAME_BYTES / 2;
    int fill = bytes - over;
    byte[] frame = guest.seal(batch(next, rows, fill));
    assertEquals(bytes, frame.length);
    next += rows;
    waiting.add(link);
    assertEquals(Verdict.OK, guest.raw(frame));
  }

  /** Eight wait, with a frame of {@code last} bytes as the last of them. */
  private void fill(int last) throws Exception {
    bring(FIRST_ROWS, FRAME_BYTES);
    int before = held.sequence();
    for (int i = 2; i < KEPT; i++) {
      bring(ROWS, FRAME_BYTES);
    }
    bring(ROWS, last);
    assertEquals(before, held.sequence());
    assertEquals(0, held.floatingCount());
    assertEquals(KEPT, paused());
  }

  private int paused() {
    return (int) waiting.stream().filter(relay::isPaused).count();
  }

  /** All that waits is taken, a portion in each turn, and nothing is lost. */
  private void end() throws Exception {
    int turns = 1 + (anns.sequence() - held.sequence()) / Limits.RELAY_TURN_INTENTIONS;
    for (int turn = 0; turn < turns; turn++) {
      assertEquals(paused() > 0, relay.nextDeadlineMs() <= scene.world.nowMs);
      relay.tick(scene.world.nowMs);
    }
    assertEquals(0, paused());
    assertEquals(0, held.floatingCount());
    assertEquals(anns.sequence(), held.sequence());
    assertTrue(relay.nextDeadlineMs() > scene.world.nowMs);
  }

  @Test
  void belowTheLimitOneMoreWaits() throws Exception {
    fill(FRAME_BYTES - 1);
    bring(ROWS, FRAME_BYTES);
    assertEquals(KEPT + 1, paused());
    end();
  }

  @Test
  void atTheLimitOneMoreIsTakenWholeAtOnce() throws Exception {
    fill(FRAME_BYTES);
    bring(ROWS, FRAME_BYTES);
    assertEquals(KEPT, paused());
    assertFalse(relay.isPaused(waiting.get(KEPT)));
    // It waits for what came before it, and only in the causal order.
    assertEquals(ROWS, held.floatingCount());
    end();
  }

  @Test
  void whoIsGoneLeavesItsRoomToOthers() throws Exception {
    fill(FRAME_BYTES);
    relay.unlink(waiting.get(0));
    bring(ROWS, FRAME_BYTES);
    assertEquals(KEPT, paused());
    assertTrue(relay.isPaused(waiting.get(KEPT)));
  }

  @Test
  void whatWasTakenLeavesItsRoomToOthers() throws Exception {
    fill(FRAME_BYTES);
    relay.tick(scene.world.nowMs);
    int still = paused();
    assertTrue(still < KEPT);
    bring(ROWS, FRAME_BYTES);
    assertEquals(still + 1, paused());
    end();
  }
}
