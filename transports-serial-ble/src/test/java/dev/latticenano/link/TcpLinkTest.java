package dev.latticenano.link;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.link.LinkException.Kind;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

final class TcpLinkTest implements LinkContract {
  private static final String HERE = "127.0.0.1";

  @Override
  public Pair open() throws Exception {
    TcpDoor door = TcpDoor.bind(HERE, 0);
    TcpLink caller = TcpLink.connect(HERE, door.port(), 5000);
    return new Pair(caller, door.accept(), door);
  }

  @Test
  void saysThatThePortIsInUse() throws Exception {
    try (TcpDoor door = TcpDoor.bind(HERE, 0)) {
      LinkException e = assertThrows(LinkException.class, () -> TcpDoor.bind(HERE, door.port()));
      assertEquals(Kind.IN_USE, e.kind());
      assertTrue(e.getMessage().contains("port in use"));
    }
  }

  @Test
  void saysThatNobodyListens() throws Exception {
    int port;
    try (TcpDoor door = TcpDoor.bind(HERE, 0)) {
      port = door.port();
    }
    LinkException e = assertThrows(LinkException.class, () -> TcpLink.connect(HERE, port, 5000));
    assertEquals(Kind.REFUSED, e.kind());
  }

  @Test
  void refusesAnnouncedLengthsOutsideTheLimit() throws Exception {
    assertEquals(Kind.BAD_FRAME, kindAfter("00110001"));
    assertEquals(Kind.BAD_FRAME, kindAfter("ffffffff"));
  }

  @Test
  void saysThatThePeerHungUpInsideAFrame() throws Exception {
    assertEquals(Kind.CLOSED_BY_PEER, kindAfter("00110000aabbcc"));
    assertEquals(Kind.CLOSED_BY_PEER, kindAfter("0011"));
  }

  private static Kind kindAfter(String hex) throws Exception {
    try (ServerSocket server = new ServerSocket(0)) {
      TcpLink link = TcpLink.connect(HERE, server.getLocalPort(), 5000);
      try (Socket peer = server.accept()) {
        peer.getOutputStream().write(HexFormat.of().parseHex(hex));
      }
      byte[] room = new byte[Link.FRAME_BYTES_MAX];
      return assertThrows(LinkException.class, () -> link.receive(room, 0, 5000)).kind();
    }
  }

  /** A link that gives up whoever says nothing for 300 ms. */
  private static TcpLink impatient(ServerSocket server) throws Exception {
    return new TcpLink(new Socket(server.getInetAddress(), server.getLocalPort()), 20, 300);
  }

  private static ServerSocket server() throws Exception {
    return new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
  }

  @Test
  @Timeout(20)
  void aPeerThatVanishesWithoutAWordIsGivenUp() throws Exception {
    try (ServerSocket server = server();
        TcpLink link = impatient(server);
        Socket frozen = server.accept()) {
      byte[] room = new byte[Link.FRAME_BYTES_MAX];
      LinkException e = assertThrows(LinkException.class, () -> link.receive(room, 0, 60_000));
      assertEquals(Kind.CLOSED_BY_PEER, e.kind());
      assertEquals("the peer has fallen silent", e.getMessage());
      assertEquals(-1, frozen.getInputStream().read());
    }
  }

  @Test
  @Timeout(20)
  void aPeerThatTakesNothingMoreWakesWhoeverSendsToIt() throws Exception {
    try (ServerSocket server = server();
        TcpLink link = impatient(server);
        Socket frozen = server.accept()) {
      CompletableFuture<LinkException> sender =
          CompletableFuture.supplyAsync(
              () ->
                  assertThrows(
                      LinkException.class,
                      () -> {
                        while (true) {
                          LinkContract.send(link, new byte[100_000]);
                        }
                      }));
      assertThrows(LinkException.class, () -> link.receive(new byte[9], 0, 60_000));
      assertEquals(Kind.CLOSED, sender.join().kind());
      assertTrue(frozen.getInputStream().available() > 0);
    }
  }

  @Test
  @Timeout(20)
  void signsOfLifeKeepAnIdleLinkAndAreNoFrames() throws Exception {
    try (ServerSocket server = server();
        TcpLink link = impatient(server);
        TcpLink peer = new TcpLink(server.accept())) {
      byte[] room = new byte[Link.FRAME_BYTES_MAX];
      for (int i = 0; i < 30; i++) {
        peer.sign();
        assertEquals(0, link.receive(room, 0, 20));
      }
      LinkContract.send(peer, LinkContract.frame(1, 700));
      assertArrayEquals(LinkContract.frame(1, 700), LinkContract.receive(link));
      assertEquals(30 * 4 + 4 + 700, link.stats().bytesReceived());
    }
  }

  @Test
  @Timeout(60)
  void aPeerThatIsAskedIsGivenUpSooner() throws Exception {
    try (ServerSocket server = server();
        TcpLink link =
            new TcpLink(new Socket(server.getInetAddress(), server.getLocalPort()), 20, 6000);
        Socket frozen = server.accept()) {
      link.ask();
      long startNs = System.nanoTime();
      assertThrows(LinkException.class, () -> link.receive(new byte[9], 0, 60_000));
      assertTrue(System.nanoTime() - startNs < 5_900_000_000L);
      assertEquals(-1, frozen.getInputStream().read());
    }
  }

  @Test
  @Timeout(60)
  void aPeerThatDoesNotAnswerAFrameIsGivenUpSoonerHoweverMuchIsSaidToIt() throws Exception {
    try (ServerSocket server = server();
        TcpLink link =
            new TcpLink(new Socket(server.getInetAddress(), server.getLocalPort()), 20, 6000);
        TcpLink peer = new TcpLink(server.accept())) {
      LinkContract.send(link, new byte[9]);
      peer.sign();
      assertEquals(0, link.receive(new byte[9], 0, 20));
      long startNs = System.nanoTime();
      LinkException e =
          assertThrows(
              LinkException.class,
              () -> {
                while (true) {
                  LinkContract.send(link, new byte[9]);
                  link.receive(new byte[9], 0, 20);
                }
              });
      assertEquals("the peer has fallen silent", e.getMessage());
      assertTrue(System.nanoTime() - startNs < 5_900_000_000L);
    }
  }

  @Test
  void closingTheDoorWakesWhoeverWaitsAtIt() throws Exception {
    TcpDoor door = TcpDoor.bind(HERE, 0);
    Thread closer = new Thread(door::close);
    closer.start();
    assertEquals(Kind.CLOSED, assertThrows(LinkException.class, door::accept).kind());
    closer.join();
  }
}
