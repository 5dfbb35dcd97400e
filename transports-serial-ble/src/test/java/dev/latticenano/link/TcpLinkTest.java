package dev.latticenano.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.link.LinkException.Kind;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

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
    assertEquals(Kind.BAD_FRAME, kindAfter("00000000"));
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

  @Test
  void closingTheDoorWakesWhoeverWaitsAtIt() throws Exception {
    TcpDoor door = TcpDoor.bind(HERE, 0);
    Thread closer = new Thread(door::close);
    closer.start();
    assertEquals(Kind.CLOSED, assertThrows(LinkException.class, door::accept).kind());
    closer.join();
  }
}
