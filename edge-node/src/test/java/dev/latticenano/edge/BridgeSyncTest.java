package dev.latticenano.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.latticenano.edge.bridge.UsbBridges;
import dev.latticenano.host.Failure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Nodes that meet through the ports of a bridge. */
@Timeout(120)
class BridgeSyncTest {
  @TempDir Path place;
  private PlayedBridge bridge;
  private Device laptop;
  private Device phone;
  private Device radio;

  @BeforeEach
  void plugIn() throws Exception {
    bridge = new PlayedBridge(Files.createDirectory(place.resolve("dev")));
    laptop = Device.init(place.resolve("laptop"));
    laptop.run("store", "create", "photos").ok();
    phone = Device.init(place.resolve("phone"));
    radio = Device.init(place.resolve("radio"));
    laptop.shareWith(phone, "photos");
    laptop.shareWith(radio, "photos");
    Path file = Files.writeString(place.resolve("note.txt"), "carried");
    laptop.run("put", file.toString()).ok();
  }

  @AfterEach
  void unplug() {
    bridge.close();
  }

  private String said(Device device, int port) {
    device.run("sync", "--serial", bridge.port(port)).ok();
    return device.run("ls").ok().out();
  }

  @Test
  void aServerAnswersOnAllPortsOfTheBridgeThatItFinds() throws Exception {
    try (Child serve = Child.start(laptop.line("serve", "--serial", bridge.device()))) {
      serve.awaitError("firmware=0.1.0-a1b2c3d4 ports=[1, 2]");
      assertEquals(said(phone, 1), said(radio, 2));
      // Each port is a line like any other: the next peer may come where the last one was.
      said(radio, 1);
    }
  }

  @Test
  void aSyncNamesThePort() throws Exception {
    laptop
        .run("sync", "--serial", bridge.device())
        .refused(Failure.NOT_FOUND, "say which of its ports: --serial " + bridge.device() + ":1");
    laptop
        .run("sync", "--serial", bridge.device() + ":0")
        .refused(Failure.NOT_FOUND, "has the ports [1, 2], not 0");
    laptop
        .run("sync", "--serial", bridge.device() + ":2", "--wait", "1")
        .refused(Failure.LINK, "nobody answered on " + bridge.device() + ":2 within 1 s");
    Background serve = new Background(phone.line("serve", "--once", "--serial", bridge.port(2)));
    laptop.run("sync", "--serial", bridge.device() + ":2").ok();
    serve.end();
    phone.run("ls").ok().shows("note.txt");
    assertEquals(
        Failure.LINK,
        laptop.run("sync", "--serial", place.resolve("dev/none:1").toString()).code());
  }

  @Test
  void aBridgeIsTakenUpWhenItIsPluggedInAndForgottenWhenItGoes() throws Exception {
    bridge.unplug();
    Path classes = fakeUsb("ttyACM0", UsbBridges.NAME);
    try (NodeHome home = NodeHome.open(laptop.dir())) {
      Server server = new Server(home, false);
      server.bridges(new UsbBridges(classes, place.resolve("dev")), 921_600);
      Thread thread = new Thread(() -> run(server));
      thread.start();
      for (int round = 0; round < 2; round++) {
        bridge.plug();
        Device each = round == 0 ? phone : radio;
        each.run("sync", "--serial", bridge.port(1 + round)).ok();
        each.run("ls").ok().shows("note.txt");
        bridge.unplug();
      }
      server.stop();
      thread.join();
    }
  }

  @Test
  void onlyWhoCallsItselfABridgeIsAsked() throws Exception {
    Path classes = fakeUsb("ttyACM0", UsbBridges.NAME);
    UsbBridges usb = new UsbBridges(classes, place.resolve("dev"));
    assertEquals(List.of(new UsbBridges.Found(bridge.device(), "0102030405060708")), usb.now());
    bridge.unplug();
    assertEquals(List.of(), usb.now());
    bridge.plug();
    fakeUsb("ttyACM0", "Pico");
    assertEquals(List.of(), usb.now());
    assertEquals(List.of(), new UsbBridges(place.resolve("nowhere"), place.resolve("dev")).now());
  }

  /** The lists of a system on which one USB device with a serial interface is plugged in. */
  private Path fakeUsb(String name, String product) throws Exception {
    Path board = Files.createDirectories(place.resolve("devices/usb1/1-1"));
    Path device = Files.createDirectories(board.resolve("1-1:1.0"));
    Files.writeString(board.resolve("idVendor"), UsbBridges.VENDOR + "\n");
    Files.writeString(board.resolve("idProduct"), UsbBridges.PRODUCT + "\n");
    Files.writeString(board.resolve("product"), product + "\n");
    Files.writeString(board.resolve("serial"), "0102030405060708\n");
    Path entry = Files.createDirectories(place.resolve("class/" + name));
    if (!Files.exists(entry.resolve("device"))) {
      Files.createSymbolicLink(entry.resolve("device"), device);
    }
    return place.resolve("class");
  }

  private static void run(Server server) {
    try {
      server.run();
    } catch (Failure | InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
