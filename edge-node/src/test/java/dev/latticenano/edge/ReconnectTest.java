package dev.latticenano.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.core.session.LinkProfile;
import dev.latticenano.host.HalfOpen;
import dev.latticenano.link.TcpDoor;
import dev.latticenano.link.TcpLink;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Links over a network that come back by themselves, and callers that say nothing. */
@Timeout(120)
class ReconnectTest {
  private static final String MET = "met link=";

  @TempDir Path place;
  private Device laptop;
  private Device phone;

  @BeforeEach
  void makeTwoNodesOfOneStore() {
    laptop = Device.init(place.resolve("laptop"));
    laptop.run("store", "create", "photos").ok();
    phone = Device.init(place.resolve("phone"));
    laptop.shareWith(phone, "photos");
  }

  private Child serve(Device device, int port, String... more) throws Exception {
    List<String> words = new ArrayList<>(List.of("serve", "--tcp", "127.0.0.1:" + port));
    words.addAll(List.of(more));
    return Child.start(device.line(words.toArray(String[]::new)));
  }

  @Test
  void whoeverIsRestartedTheLinkComesBack() throws Exception {
    int port;
    try (TcpDoor door = TcpDoor.bind("127.0.0.1", 0)) {
      port = door.port();
    }
    // The phone calls before there is anybody.
    try (Child caller = serve(phone, 0, "--call", "127.0.0.1:" + port)) {
      caller.awaitError("waiting");
      try (Child called = serve(laptop, port)) {
        called.awaitError(MET);
        called.kill();
      }
      try (Child called = serve(laptop, port)) {
        called.awaitError(MET);
        caller.kill();
        try (Child again = serve(phone, 0, "--call", "127.0.0.1:" + port)) {
          again.awaitError(MET);
        }
      }
    }
  }

  @Test
  void callersThatSayNothingKeepNobodyOut() throws Exception {
    try (Child serve = serve(laptop, 0)) {
      int port = serve.port();
      List<Socket> idle = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        idle.add(new Socket(InetAddress.getLoopbackAddress(), port));
      }
      phone.run("sync", "--tcp", "127.0.0.1:" + port).ok();
      assertEquals(-1, idle.get(0).getInputStream().read());
      for (Socket each : idle) {
        each.close();
      }
    }
  }

  @Test
  void whoCallsAnewHasTheLinkAskedThatItLeftBehind() throws Exception {
    try (Child serve = serve(laptop, 0)) {
      int port = serve.port();
      try (HalfOpen way = new HalfOpen(port)) {
        phone.run("sync", "--tcp", "127.0.0.1:" + way.port()).ok();
        phone.run("sync", "--tcp", "127.0.0.1:" + port).ok();
        long silentMs = way.silentMs();
        assertTrue(silentMs < TcpLink.SIGN_MS / 2, () -> silentMs + " ms");
      }
    }
  }

  @Test
  void aLinkThatIsIdleOrWasAsleepShowsThatItIsThere() throws Exception {
    try (NodeHome home = NodeHome.open(laptop.dir());
        TcpDoor door = TcpDoor.bind("127.0.0.1", 0);
        TcpLink near = TcpLink.connect("127.0.0.1", door.port(), 5000);
        TcpLink far = door.accept()) {
      NodeLoop loop =
          new NodeLoop(
              home.node(),
              new NodeLoop.Watcher() {
                @Override
                public void event(dev.latticenano.core.Event event) {}

                @Override
                public void down(int link, dev.latticenano.link.LinkException why) {}

                @Override
                public void turned() {}
              });
      // This end waits to be called: whatever it sends is a sign of life.
      loop.add(near, LinkProfile.TCP, false, null);
      Thread thread = new Thread(() -> runQuietly(loop));
      thread.start();
      loop.post(loop::awake);
      byte[] room = new byte[64];
      while (far.stats().bytesReceived() == 0) {
        assertEquals(0, far.receive(room, 0, 10));
      }
      assertEquals(4, far.stats().bytesReceived());
      loop.stop();
      thread.join();
    }
  }

  private static void runQuietly(NodeLoop loop) {
    try {
      loop.run();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}
