package dev.latticenano.core.session;

import static dev.latticenano.core.session.HostileMeeting.data;
import static dev.latticenano.core.session.HostileMeeting.number;
import static dev.latticenano.core.session.HostileMeeting.value;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.core.Limits;
import dev.latticenano.core.Verdict;
import dev.latticenano.core.bytes.Hex;
import dev.latticenano.core.bytes.Varint;
import dev.latticenano.core.frame.Message;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * A peer that says floors so high that neither the table of times nor the heap can tell what is
 * shared with it, in a store of as many intentions as that takes.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SharedLimitsTest {
  // Of these floors the one is the highest that the table tells without a tree, the other the
  // lowest above which a tree holds everything; between them there is none.
  private static final int FEW = Limits.RECONCILE_EXCEPTIONS_MAX;
  private static final int BETWEEN = FEW + 1;
  private static final int MANY = FEW + 2;

  private HostileMeeting meeting;
  private byte[] author;

  @BeforeAll
  void write() throws Exception {
    meeting = new HostileMeeting(0);
    int all = MANY + Limits.RECONCILE_TREE_MAX;
    while (meeting.node.node.dag(meeting.store).sequence() < all) {
      meeting.node.submit(meeting.store, new byte[0], List.of());
    }
    assertEquals(1, meeting.node.node.dag(meeting.store).authorCount());
    author = new byte[32];
    meeting.node.node.dag(meeting.store).copyAuthorKey(0, author, 0);
  }

  @AfterEach
  void part() throws Exception {
    meeting.node.node.unlink(HostileMeeting.LINK);
  }

  /** Shows the node all it has, and another set: it says what it makes of that. */
  private List<byte[]> differ(boolean nodeInitiates) throws Exception {
    meeting.meetAs(nodeInitiates);
    byte[] tips = null;
    for (byte[] each : meeting.greeting) {
      tips = number(each) == Message.FRONTIER ? data(each, 4) : tips;
    }
    meeting.give(Frames.frontier(0, 1, new byte[32], tips));
    rest();
    meeting.give(Frames.ack(0, 1, 1, 0));
    meeting.give(Frames.batch(0, 1, 1, true));
    return rest();
  }

  /** All that the node says until it waits for somebody. */
  private List<byte[]> rest() throws Exception {
    List<byte[]> said = new ArrayList<>(meeting.answers());
    while (meeting.node.node.nextDeadlineMs() <= meeting.mesh.nowMs) {
      meeting.node.node.tick(meeting.mesh.nowMs);
      said.addAll(meeting.answers());
    }
    said.removeIf(each -> number(each) != Message.RECONCILE);
    return said;
  }

  private List<byte[]> floors(int height) throws Exception {
    byte[] entry = Arrays.copyOf(author, 8 + Varint.size(height));
    Varint.write(entry, 8, height);
    Frames frame = new Frames().start(Message.FLOORS).number(1, 0);
    assertEquals(Verdict.OK, meeting.give(frame.bytes(2, entry).finish()));
    return rest();
  }

  /** The node's answer to a set that is not its own, above these floors. */
  private byte[] ask(int turn, int height) throws Exception {
    floors(height);
    Frames frame = new Frames().start(Message.RECONCILE).number(1, 0);
    frame.number(2, turn).number(3, 1);
    byte[] other = Hex.decode("61000001" + "00".repeat(16));
    assertEquals(Verdict.OK, meeting.give(frame.bytes(4, other).number(5, height).finish()));
    List<byte[]> said = rest();
    assertEquals(1, said.size());
    assertEquals(turn, value(said.get(0), 2));
    return said.get(0);
  }

  private static boolean hasMessage(byte[] frame) {
    return frame.length > 100 && data(frame, 4).length > 16 * 16;
  }

  @Test
  void aResponderWithoutASetSaysSoAndNothingElse() throws Exception {
    differ(false);
    assertTrue(hasMessage(ask(1, FEW)));
    byte[] none = ask(2, BETWEEN);
    assertTrue(none.length < 20, none.length + " bytes");
    assertTrue(hasMessage(ask(3, MANY)));
    assertEquals(Verdict.SETS_DIFFER, meeting.peer().trouble());
  }

  @Test
  void anInitiatorThatHearsOfFloorsWithoutASetAsksNothingMore() throws Exception {
    assertEquals(1, differ(true).size());
    assertTrue(hasMessage(floors(FEW).get(0)));
    assertEquals(Verdict.OK, meeting.peer().trouble());
    assertEquals(List.of(), floors(BETWEEN));
    assertEquals(Verdict.SETS_DIFFER, meeting.peer().trouble());
    part();
    differ(true);
    assertTrue(hasMessage(floors(MANY).get(0)));
    assertEquals(Verdict.OK, meeting.peer().trouble());
  }
}
