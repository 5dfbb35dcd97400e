package dev.latticenano.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.host.Failure;
import dev.latticenano.link.PtyLine;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Devices, ports and peers that are not there, taken, or silent. */
@Timeout(120)
class WrongLinkTest {
  @TempDir Path place;
  private Device laptop;

  @BeforeEach
  void makeANode() {
    laptop = Device.init(place.resolve("laptop"));
    laptop.run("store", "create", "photos").ok();
  }

  @Test
  void refusesADeviceThatIsMissingOrNone() throws Exception {
    Path file = Files.writeString(place.resolve("file"), "x");
    for (String word : new String[] {"sync", "serve"}) {
      laptop
          .run(word, "--serial", "/dev/none")
          .refused(Failure.LINK, "no serial device at /dev/no");
      laptop.run(word, "--serial", file.toString()).refused(Failure.LINK, file.toString());
      laptop.run(word, "--serial", "/dev/null").refused(Failure.LINK, "/dev/null");
      laptop.run(word, "--serial", place.toString()).refused(Failure.LINK, place.toString());
    }
    assertEquals("x", Files.readString(file));
  }

  @Test
  void saysThatNobodyAnswersOnTheLine() throws Exception {
    try (PtyLine line = PtyLine.unpaced()) {
      laptop
          .run("sync", "--serial", line.left(), "--wait", "1")
          .refused(Failure.LINK, "nobody answered on " + line.left() + " within 1 s");
      Device phone = Device.init(place.resolve("phone"));
      laptop.shareWith(phone, "photos");
      Background serve = new Background(laptop.line("serve", "--once", "--serial", line.left()));
      phone.run("sync", "--serial", line.right()).ok();
      serve.end().ok();
    }
  }

  @Test
  void refusesADeviceThatAnotherProcessUses() throws Exception {
    try (PtyLine line = PtyLine.unpaced();
        Child serve = Child.start(laptop.line("serve", "--serial", line.left()))) {
      assertEquals("listening serial " + line.left(), serve.line());
      Device phone = Device.init(place.resolve("phone"));
      phone
          .run("serve", "--serial", line.left())
          .refused(Failure.LINK, "another program uses " + line.left());
    }
  }

  @Test
  void refusesAPortInUse() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      laptop
          .run("serve", "--tcp", "127.0.0.1:" + taken.getLocalPort())
          .refused(Failure.LINK, "port in use");
    }
    laptop.run("serve", "--tcp", "192.0.2.1:0").refused(Failure.LINK, "no address 192.0.2.1");
    laptop.run("serve", "--tcp", "nowhere.invalid:0").refused(Failure.LINK, "nowhere.invalid");
  }

  @Test
  void saysWhyNobodyIsReached() throws Exception {
    int free;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      free = socket.getLocalPort();
    }
    laptop
        .run("sync", "--tcp", "127.0.0.1:" + free)
        .refused(Failure.LINK, "nobody listens at 127.0.0.1:" + free);
    laptop
        .run("sync", "--tcp", "nowhere.invalid:7400")
        .refused(Failure.LINK, "no host is called nowhere.invalid");
  }

  @Test
  void givesUpAPeerThatSaysNothing() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      laptop
          .run("sync", "--tcp", "127.0.0.1:" + silent.getLocalPort(), "--wait", "1")
          .refused(Failure.LINK, "nothing was heard from the peer for 1 s");
    }
  }

  @Test
  void endsWhenThePeerSpeaksAnotherLanguage() throws Exception {
    try (ServerSocket web = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Background sync =
          new Background(laptop.line("sync", "--tcp", "127.0.0.1:" + web.getLocalPort()));
      try (var caller = web.accept()) {
        caller.getOutputStream().write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes());
        sync.end().refused(Failure.LINK, "sync again");
      }
    }
  }

  @Test
  void servesOnAfterACallerThatSpeaksAnotherLanguage() throws Exception {
    Device phone = Device.init(place.resolve("phone"));
    laptop.shareWith(phone, "photos");
    try (Child serve = Child.start(laptop.line("serve", "--tcp", "127.0.0.1:0"))) {
      int port = serve.port();
      try (var web = new java.net.Socket(InetAddress.getLoopbackAddress(), port)) {
        web.getOutputStream().write("GET / HTTP/1.1\r\n\r\n".getBytes());
        web.getOutputStream().flush();
        assertTrue(web.getInputStream().readAllBytes().length >= 0);
      }
      phone.run("sync", "--tcp", "127.0.0.1:" + port).ok();
      assertTrue(serve.isAlive());
    }
  }

  @Test
  void saysThatThePeerHoldsNoneOfTheStores() throws Exception {
    Device stranger = Device.init(place.resolve("stranger"));
    stranger.run("store", "create", "other").ok();
    try (Child serve = Child.start(laptop.line("serve", "--tcp", "127.0.0.1:0"))) {
      stranger
          .run("sync", "--tcp", "127.0.0.1:" + serve.port())
          .refused(Failure.NOT_FOUND, "holds none of this node's stores");
    }
  }

  @Test
  void stopsWithinMomentsOnASignalAndLetsGoOfEverything() throws Exception {
    for (String signal : new String[] {"INT", "TERM"}) {
      try (PtyLine line = PtyLine.unpaced();
          Child serve =
              Child.start(laptop.line("serve", "--tcp", "127.0.0.1:0", "--serial", line.left()))) {
        serve.line();
        serve.port();
        long startNs = System.nanoTime();
        serve.signal(signal);
        assertEquals(signal.equals("INT") ? 130 : 143, serve.end().code());
        long ms = (System.nanoTime() - startNs) / 1_000_000;
        assertTrue(ms < 5000, ms + " ms");
        laptop.run("status").ok();
      }
    }
  }
}
