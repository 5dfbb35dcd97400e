package dev.latticenano.core.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.core.Verdict;
import dev.latticenano.core.bytes.Varint;
import dev.latticenano.core.frame.Message;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Changes since a set that both ends had, whose numbers lie: that costs bytes and nothing else. */
class ChangeLiesTest {
  private static final long[] NUMBERS = {
    0, 1, 2, 3, 1000, Integer.MAX_VALUE, 1L << 32, Long.MAX_VALUE, Long.MIN_VALUE, -2, -1
  };

  private static byte[] changes(long head, long gained) {
    byte[] bytes = new byte[2 * Varint.BYTES_MAX];
    int length = Varint.write(bytes, 0, head);
    length += (head & 1) == 0 ? 0 : Varint.write(bytes, length, gained);
    return Arrays.copyOf(bytes, length);
  }

  @Test
  void noNumberReachesBeyondTheAuthorsOrTheirChains() throws Exception {
    for (long head : NUMBERS) {
      for (long gained : new long[] {0, Integer.MAX_VALUE, -1}) {
        HostileMeeting meeting = new HostileMeeting(3).met(Mesh.FAST);
        byte[] had = Arrays.copyOf(meeting.digest(), Mark.DIGEST_BYTES);
        Frames agreed = new Frames().start(Message.FRONTIER).number(2, 1).bytes(3, had);
        assertEquals(Verdict.OK, meeting.give(agreed.finish()));
        assertTrue(meeting.peer().agrees(meeting.store));
        Frames changed = new Frames().start(Message.FRONTIER).number(2, 2).bytes(3, new byte[8]);
        changed.number(9, FrontierView.CHANGED).bytes(10, Arrays.copyOf(had, 8));
        assertEquals(Verdict.OK, meeting.give(changed.bytes(11, changes(head, gained)).finish()));
        meeting.answers();
        assertFalse(meeting.peer().agrees(meeting.store));
        meeting.assertServesTheHonest();
      }
    }
  }
}
