package dev.latticenano.link;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.link.LinkException.Kind;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Several ports over one device: each is a link like any other. */
@Timeout(60)
final class TrunkTest implements LinkContract {
  private static final int BAUD = 3_000_000;

  @Override
  public Pair open() throws Exception {
    PtyLine line = PtyLine.unpaced();
    Trunk left = Trunk.open(line.left(), BAUD);
    Trunk right = Trunk.open(line.right(), BAUD);
    return new Pair(left.link(3, BAUD), right.link(3, BAUD), line::close);
  }

  @Test
  void eachPortIsALinkOfItsOwn() throws Exception {
    try (PtyLine line = PtyLine.paced(BAUD, 1e-5, 0, 1);
        Trunk left = Trunk.open(line.left(), BAUD);
        Trunk right = Trunk.open(line.right(), BAUD)) {
      List<Link> here = new ArrayList<>();
      List<Link> there = new ArrayList<>();
      for (int port : new int[] {0, 1, 14}) {
        here.add(left.link(port, BAUD));
        there.add(right.link(port, BAUD));
      }
      for (int i = 0; i < 3; i++) {
        LinkContract.send(here.get(i), LinkContract.frame(i, 20_000));
        LinkContract.send(there.get(i), LinkContract.frame(100 + i, 3000));
      }
      here.get(0).close();
      for (int i = 0; i < 3; i++) {
        assertArrayEquals(LinkContract.frame(i, 20_000), LinkContract.receive(there.get(i)));
        if (i > 0) {
          assertArrayEquals(LinkContract.frame(100 + i, 3000), LinkContract.receive(here.get(i)));
        }
      }
      LinkException over =
          assertThrows(LinkException.class, () -> there.get(0).receive(new byte[9], 0, 10_000));
      assertEquals(Kind.CLOSED_BY_PEER, over.kind());
      try (Link again = left.link(0, BAUD);
          Link back = right.link(0, BAUD)) {
        LinkContract.send(again, LinkContract.frame(7, 7));
        assertArrayEquals(LinkContract.frame(7, 7), LinkContract.receive(back));
      }
      here.forEach(Link::close);
      there.forEach(Link::close);
    }
  }

  @Test
  void portZeroIsWhoeverIsAtTheOtherEndOfAPlainLine() throws Exception {
    try (PtyLine line = PtyLine.unpaced();
        Trunk trunk = Trunk.open(line.left(), BAUD);
        SerialLink near = trunk.link(0, BAUD);
        SerialLink far = SerialLink.open(line.right(), BAUD)) {
      assertNull(trunk.identify(2));
      assertTrue(near.awaitPeer(5000));
      LinkContract.send(far, LinkContract.frame(1, 5000));
      assertArrayEquals(LinkContract.frame(1, 5000), LinkContract.receive(near));
    }
  }

  @Test
  void theDeviceIsFreeWhenTheLastLinkIsClosed() throws Exception {
    try (PtyLine line = PtyLine.unpaced()) {
      Trunk trunk = Trunk.open(line.left(), BAUD);
      SerialLink link = trunk.link(1, BAUD);
      assertThrows(IllegalStateException.class, () -> trunk.link(1, BAUD));
      assertThrows(IllegalStateException.class, () -> trunk.link(15, BAUD));
      trunk.close();
      assertEquals(
          Kind.CLOSED, assertThrows(LinkException.class, () -> trunk.link(2, BAUD)).kind());
      assertEquals(Kind.CLOSED, assertThrows(LinkException.class, () -> trunk.identify(1)).kind());
      LinkException taken = assertThrows(LinkException.class, () -> Trunk.open(line.left(), BAUD));
      assertEquals(Kind.IN_USE, taken.kind());
      link.close();
      Trunk.open(line.left(), BAUD).close();
    }
  }

  @Test
  void aDeviceThatIsUnpluggedTakesAllItsLinksWithIt() throws Exception {
    try (PtyLine line = PtyLine.unpaced();
        Trunk trunk = Trunk.open(line.left(), BAUD)) {
      Link one = trunk.link(1, BAUD);
      Link two = trunk.link(2, BAUD);
      line.unplug();
      for (Link each : List.of(one, two)) {
        LinkException e =
            assertThrows(LinkException.class, () -> each.receive(new byte[9], 0, 10_000));
        assertTrue(e.getMessage().contains("unplugged"), e.getMessage());
      }
      assertThrows(LinkException.class, trunk::probe);
      assertThrows(LinkException.class, () -> trunk.identify(4));
    }
  }
}
