package dev.latticenano.link;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.link.FaultyWire.Faults;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;

final class FaultyLinkTest {
  @Test
  void theSameSeedGivesTheSameFaults() {
    Faults faults = Faults.of(0.2, 0.2, 0.2);
    assertEquals(arrivals(faults, 5), arrivals(faults, 5));
  }

  @Test
  void losesRepeatsAndReorders() {
    assertTrue(arrivals(Faults.of(0.5, 0, 0), 1).size() < 700);
    assertTrue(arrivals(Faults.of(0, 0.5, 0), 1).size() > 1300);
    List<Integer> reordered = arrivals(Faults.of(0, 0, 0.3), 1);
    assertEquals(reordered.size(), new HashSet<>(reordered).size());
    assertTrue(reordered.size() >= 999);
    assertNotEquals(reordered.stream().sorted().toList(), reordered);
  }

  @Test
  void cutsAtAFrameAndAtAByte() {
    assertEquals(List.of(0, 1, 2), arrivals(Faults.cutAtFrame(3), 1));
    assertEquals(List.of(0, 1), arrivals(Faults.cutAtByte(11), 1));
    assertEquals(List.of(0, 1, 2), arrivals(Faults.cutAtByte(12), 1));
  }

  @Test
  void aCutWireEndsTheLinkForBoth() throws Exception {
    LoopbackLink[] ends = LoopbackLink.pair();
    Link left = new FaultyLink(ends[0], Faults.cutAtFrame(1), 3);
    LinkContract.send(left, new byte[] {1});
    assertThrows(LinkException.class, () -> LinkContract.send(left, new byte[] {2}));
    assertArrayEquals(new byte[] {1}, LinkContract.receive(ends[1]));
    assertThrows(LinkException.class, () -> ends[1].receive(new byte[9], 0, 1000));
  }

  private static List<Integer> arrivals(Faults faults, long seed) {
    FaultyWire wire = new FaultyWire(faults, seed);
    List<Integer> numbers = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      byte[] frame = new byte[4];
      FrameAssembler.writePrefix(frame, 0, i);
      wire.offer(frame, 0, frame.length);
      for (byte[] next = wire.poll(); next != null; next = wire.poll()) {
        numbers.add(FrameAssembler.readPrefix(next, 0));
      }
    }
    assertNull(wire.poll());
    return numbers;
  }
}
