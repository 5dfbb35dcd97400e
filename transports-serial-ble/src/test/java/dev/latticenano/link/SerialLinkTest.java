package dev.latticenano.link;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.link.LinkException.Kind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SerialLinkTest implements LinkContract {
  private static final int BAUD = 3_000_000;

  @Override
  public Pair open() throws Exception {
    PtyLine line = PtyLine.unpaced();
    return new Pair(
        SerialLink.open(line.left(), BAUD), SerialLink.open(line.right(), BAUD), line::close);
  }

  @Test
  void saysThatTheDeviceIsMissing() {
    LinkException e =
        assertThrows(LinkException.class, () -> SerialLink.open("/dev/ttyNowhere0", BAUD));
    assertEquals(Kind.NOT_FOUND, e.kind());
    assertEquals("no serial device at /dev/ttyNowhere0", e.getMessage());
  }

  @Test
  void saysThatAFileIsNoDevice(@TempDir Path directory) throws Exception {
    String file = Files.writeString(directory.resolve("file"), "x").toString();
    LinkException e = assertThrows(LinkException.class, () -> SerialLink.open(file, BAUD));
    assertEquals(Kind.NOT_FOUND, e.kind());
    assertEquals(file + " is not a serial device", e.getMessage());
  }

  @Test
  void saysThatTheDeviceIsInUse() throws Exception {
    try (PtyLine line = PtyLine.unpaced();
        SerialLink first = SerialLink.open(line.left(), BAUD)) {
      LinkException e = assertThrows(LinkException.class, () -> SerialLink.open(line.left(), BAUD));
      assertEquals(Kind.IN_USE, e.kind());
      assertFalse(first.awaitPeer(1));
    }
  }

  @Test
  void saysThatTheDeviceIsUnplugged() throws Exception {
    try (PtyLine line = PtyLine.unpaced();
        SerialLink left = SerialLink.open(line.left(), BAUD);
        SerialLink right = SerialLink.open(line.right(), BAUD)) {
      assertTrue(left.awaitPeer(5000));
      assertTrue(right.awaitPeer(5000));
      line.unplug();
      LinkException e =
          assertThrows(LinkException.class, () -> left.receive(new byte[9], 0, 10_000));
      assertEquals(Kind.CLOSED_BY_PEER, e.kind());
      assertTrue(e.getMessage().contains("unplugged"), e.getMessage());
    }
  }

  @Test
  void anEndMayCloseAndComeBack() throws Exception {
    try (PtyLine line = PtyLine.unpaced()) {
      for (int round = 0; round < 2; round++) {
        try (SerialLink left = SerialLink.open(line.left(), BAUD);
            SerialLink right = SerialLink.open(line.right(), BAUD)) {
          LinkContract.send(left, LinkContract.frame(round, 5000));
          assertArrayEquals(LinkContract.frame(round, 5000), LinkContract.receive(right));
        }
      }
    }
  }

  @Test
  void aFreshPeerEndsTheOldConnection() throws Exception {
    try (PtyLine line = PtyLine.paced(BAUD, 0, 0, 1)) {
      SerialLink right = SerialLink.open(line.right(), BAUD);
      SerialLink gone = SerialLink.open(line.left(), BAUD);
      assertTrue(right.awaitPeer(5000));
      assertTrue(gone.awaitPeer(5000));
      line.cut(true);
      gone.close(); // Its good-bye is lost.
      try (SerialLink fresh = SerialLink.open(line.left(), BAUD)) {
        assertFalse(fresh.awaitPeer(200));
        line.cut(false);
        LinkException e =
            assertThrows(LinkException.class, () -> right.receive(new byte[9], 0, 10_000));
        assertEquals("peer has started afresh", e.getMessage());
        right.close();
        try (SerialLink again = SerialLink.open(line.right(), BAUD)) {
          LinkContract.send(fresh, LinkContract.frame(1, 700));
          assertArrayEquals(LinkContract.frame(1, 700), LinkContract.receive(again));
        }
      }
    }
  }

  @Test
  void carriesFramesOverANoisyLine() throws Exception {
    try (PtyLine line = PtyLine.paced(BAUD, 1e-5, 1e-5, 7);
        SerialLink left = SerialLink.open(line.left(), BAUD);
        SerialLink right = SerialLink.open(line.right(), BAUD)) {
      byte[] frame = LinkContract.frame(9, 150_000);
      CompletableFuture<Void> sent =
          CompletableFuture.runAsync(
              () -> assertDoesNotThrow(() -> LinkContract.send(left, frame)));
      assertArrayEquals(frame, LinkContract.receive(right));
      sent.join();
      assertTrue(right.stats().badFrames() > 0);
      assertTrue(left.stats().retransmissions() > 0);
    }
  }
}
