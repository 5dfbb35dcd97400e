package dev.latticenano.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.grack.nanojson.JsonObject;
import dev.latticenano.host.Failure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * This node and the firmware as a program of this machine: {@code mvn -Pfirmware}, as {@code
 * ./test} does.
 */
@Timeout(300)
@EnabledIfSystemProperty(named = "firmware", matches = "true")
class FirmwareProgramTest {
  @TempDir Path place;
  private FirmwareProgram firmware;

  @BeforeEach
  void plugIn() throws Exception {
    firmware = new FirmwareProgram(Files.createDirectory(place.resolve("dev")));
  }

  @AfterEach
  void unplug() {
    firmware.close();
  }

  private static Outcome bridge(String... words) {
    return Device.lattice(
        Stream.concat(Stream.of("bridge"), Arrays.stream(words)).toArray(String[]::new));
  }

  private JsonObject shown() throws Exception {
    return bridge("info", "--json", firmware.device(0)).ok().json();
  }

  private Device peer(Device owner, String name) {
    Device peer = Device.init(place.resolve(name));
    owner.shareWith(peer, "photos");
    return peer;
  }

  private Device laptop() {
    Device laptop = Device.init(place.resolve("laptop"));
    laptop.run("store", "create", "photos").ok();
    return laptop;
  }

  @Test
  void answersPausesAndCounts() throws Exception {
    assertEquals("host", shown().getString("board"));
    bridge("set", firmware.device(0), "--line", "1=115200", "--until-restart")
        .ok()
        .shows("115200 baud");
    assertEquals("115200,8N1", shown().getArray("at_ports").getObject(1).getString("line"));
    assertEquals("921600,8N1", shown().getObject("settings").getString("line_1"));
    bridge("set", firmware.device(0), "--pause", "2").ok();
    assertTrue(shown().getArray("at_ports").getObject(2).getBoolean("paused"));
    bridge("set", firmware.device(0), "--resume", "2").ok();
    Outcome stats = bridge("stats", "--json", "--echo", "100", firmware.device(0));
    stats.says("100 echoes came back");
    JsonObject usb = stats.jsonArray().getObject(0);
    assertTrue(usb.getInt("frames_in") >= 100 && usb.getInt("bytes_in") > 100_000, stats::toString);
    assertEquals(0, usb.getInt("busy"));
    assertEquals(0, usb.getInt("bad_checksum"));
  }

  @Test
  void settingsOutliveAnUnplugBetweenAnyTwoWrites() throws Exception {
    for (int i = 1; i <= 3; i++) {
      String line = "2=" + 9600 * i + ",7E1";
      bridge("set", firmware.device(0), "--line", line).ok().shows("generation " + i);
      firmware.unplug();
      firmware.plug();
      assertEquals(i, shown().getObject("settings").getInt("generation"));
      assertEquals(9600 * i + ",7E1", shown().getObject("settings").getString("line_2"));
    }
    // A write that was cut short leaves what was there before it.
    byte[] slots = Files.readAllBytes(place.resolve("dev/settings"));
    slots[64 * ((slots[8] & 0xff) > (slots[64 + 8] & 0xff) ? 0 : 1) + 20] ^= 1;
    firmware.unplug();
    Files.write(place.resolve("dev/settings"), slots);
    firmware.plug();
    assertEquals(2, shown().getObject("settings").getInt("generation"));
  }

  @Test
  void twoPeersAtOnceBehindOneBridge() throws Exception {
    Device laptop = laptop();
    Path photos = place.resolve("photos");
    Folders.file(photos, "large.bin", 300_000);
    laptop.run("put", photos.toString()).ok();
    List<Device> peers = List.of(peer(laptop, "phone"), peer(laptop, "radio"));
    try (Child serve = Child.start(laptop.line("serve", "--serial", firmware.device(0)))) {
      serve.awaitError("board=host");
      List<Background> syncs = new ArrayList<>();
      for (int i = 0; i < peers.size(); i++) {
        syncs.add(new Background(peers.get(i).line("sync", "--serial", firmware.device(i + 1))));
      }
      for (Background each : syncs) {
        each.end().ok();
      }
      serve.kill();
    }
    for (Device each : peers) {
      Path got = each.dir().resolveSibling("got-" + each.dir().getFileName());
      each.run("get", "/", got.toString()).ok();
      Folders.assertEqual(photos, got.resolve("photos"));
    }
    for (Object each : bridge("stats", "--json", firmware.device(0)).ok().jsonArray()) {
      JsonObject port = (JsonObject) each;
      assertEquals(0, port.getInt("no_room") + port.getInt("bad_checksum"), port::toString);
      assertTrue(port.getInt("frames_in") > 10, port::toString);
    }
  }

  @Test
  void whatCameWhileTheNodeWasAwayIsToldWhenItIsBack() throws Exception {
    Device laptop = laptop();
    Device phone = peer(laptop, "phone");
    // It calls every quarter of a second and says the same each time.
    phone
        .run("sync", "--serial", firmware.device(1), "--wait", "1")
        .refused(Failure.LINK, "nobody answered");
    try (Child serve = Child.start(laptop.line("serve", "--serial", firmware.device(0)))) {
      serve.awaitError("kept device=" + firmware.device(0) + " port=1 frames=");
      phone.run("sync", "--serial", firmware.device(1)).ok();
      serve.kill();
    }
    JsonObject port = bridge("stats", "--json", firmware.device(0)).ok().jsonArray().getObject(1);
    assertTrue(port.getInt("repeated") > 0, port::toString);
  }

  @Test
  void whatCameIsToldEvenIfPowerWasCut() throws Exception {
    Device laptop = laptop();
    Device phone = peer(laptop, "phone");
    bridge("set", firmware.device(0), "--flash-ring", "--restart").ok().shows("generation 1");
    assertEquals(Boolean.TRUE, shown().getObject("settings").getBoolean("flash_ring"));
    phone
        .run("sync", "--serial", firmware.device(1), "--wait", "3")
        .refused(Failure.LINK, "nobody answered");
    firmware.unplug();
    firmware.plug();
    try (Child serve = Child.start(laptop.line("serve", "--serial", firmware.device(0)))) {
      serve.awaitError("kept device=" + firmware.device(0) + " port=1 frames=");
      phone.run("sync", "--serial", firmware.device(1)).ok();
      serve.kill();
    }
    bridge("set", firmware.device(0), "--no-flash-ring").ok().shows("generation 2");
    assertEquals(Boolean.FALSE, shown().getObject("settings").getBoolean("flash_ring"));
  }

  @Test
  void aFolderArrivesAlthoughTheBridgeIsUnpluggedInTheMiddle() throws Exception {
    Device laptop = laptop();
    Path photos = place.resolve("photos");
    Folders.file(photos, "large.bin", 1_000_000);
    laptop.run("put", photos.toString()).ok();
    Device phone = peer(laptop, "phone");
    bridge("set", firmware.device(0), "--line", "1=460800").ok();
    try (Child serve = Child.start(laptop.line("serve", "--serial", firmware.device(0)))) {
      serve.awaitError("board=host");
      Background sync = new Background(phone.line("sync", "--serial", firmware.device(1)));
      serve.awaitError("met link=");
      firmware.unplug();
      assertEquals(Failure.LINK, sync.end().code());
      serve.awaitError("waiting device=");
      firmware.plug();
      phone.run("sync", "--serial", firmware.device(1)).ok();
      Path got = place.resolve("got");
      phone.run("get", "/", got.toString()).ok();
      Folders.assertEqual(photos, got.resolve("photos"));
    }
  }
}
