package dev.latticenano.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.grack.nanojson.JsonArray;
import com.grack.nanojson.JsonObject;
import dev.latticenano.host.Failure;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * This node and the real firmware, which runs on an emulated Cortex-M33: {@code mvn -Pfirmware}, as
 * {@code ./test} does.
 */
@Timeout(300)
@EnabledIfSystemProperty(named = "firmware", matches = "true")
class FirmwareTest {
  private static final double BIT_ERROR_RATE = 2e-6;

  @TempDir Path place;

  private static long seed() {
    String given = System.getProperty("seed", "");
    return given.isBlank() ? System.nanoTime() : Long.parseLong(given);
  }

  private static Outcome bridge(String... words) {
    return Device.lattice(
        Stream.concat(Stream.of("bridge"), Arrays.stream(words)).toArray(String[]::new));
  }

  @Test
  void theFirmwareAnswersWhatItIsAsked() throws Exception {
    try (FirmwareMachine machine = new FirmwareMachine(place, 0, 1)) {
      String device = machine.device(0);
      bridge("list", device).ok().shows("qemu").shows("ports 1, 2");
      JsonObject shown = bridge("info", "--json", device).ok().json();
      assertEquals("qemu", shown.getString("board"));
      assertEquals(3, shown.getArray("at_ports").size());
      assertEquals(0, shown.getObject("settings").getInt("generation"));
      Outcome stats = bridge("stats", "--json", "--echo", "5", device);
      stats.says("5 echoes came back");
      JsonArray counters = stats.jsonArray();
      assertTrue(counters.getObject(0).getInt("frames_in") >= 10, stats::toString);
      assertEquals(0, counters.getObject(1).getInt("frames_in"));
      bridge("set", device, "--line", "1=115200", "--until-restart")
          .ok()
          .shows("port 1 runs at 11");
      bridge("set", device, "--pause", "1").ok();
      shown = bridge("info", "--json", device).ok().json();
      assertEquals(Boolean.TRUE, shown.getArray("at_ports").getObject(1).getBoolean("paused"));
      bridge("set", device, "--resume", "1").ok();
      bridge("set", device, "--pause", "3").refused(Failure.NOT_FOUND, "no such port");
    }
  }

  @Test
  void theFilesOfTheImageToolAreReadAndNotGivenToAnotherBoard() throws Exception {
    Path sources = Path.of(System.getProperty("repository.root"), "firmware-bridge");
    byte[] image = new byte[5000];
    ByteBuffer name = ByteBuffer.wrap(image, 2222, 16).order(ByteOrder.LITTLE_ENDIAN);
    name.put("LNBRIDGE".getBytes(StandardCharsets.US_ASCII)).put(new byte[] {2, 0, 1, 0});
    name.putInt(0xa1b2c3d4);
    Path binary = Files.write(place.resolve("image.bin"), image);
    Path file = place.resolve("image.uf2");
    String tool = place.resolve("uf2").toString();
    run("cc", "-I" + sources.resolve("include"), "-o", tool, sources + "/tool/uf2.c");
    run(tool, "rp2350", binary.toString(), file.toString());
    try (FirmwareMachine machine = new FirmwareMachine(place, 0, 1)) {
      bridge("flash", file.toString(), machine.device(0))
          .refused(Failure.BAD_INPUT, "is for pico2, and the bridge at " + machine.device(0));
    }
  }

  private static void run(String... words) throws Exception {
    Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), said);
  }

  @Test
  void settingsAreWrittenInTurnAndOutliveARestart() throws Exception {
    try (FirmwareMachine machine = new FirmwareMachine(place, 0, 1)) {
      String device = machine.device(0);
      for (int i = 1; i <= 3; i++) {
        bridge("set", device, "--line", "2=" + 9600 * i + ",7E1")
            .ok()
            .shows("stored as generation " + i);
      }
      bridge("set", device, "--restart").ok();
      JsonObject shown;
      do { // It restarts a moment after its answer.
        shown = bridge("info", "--json", device).ok().json();
      } while (shown.getInt("starts") == 1);
      assertEquals("request", shown.getString("start"));
      assertEquals(2, shown.getInt("starts"));
      assertEquals(3, shown.getObject("settings").getInt("generation"));
      assertEquals("28800,7E1", shown.getObject("settings").getString("line_2"));
    }
  }

  @Test
  void aFolderGoesThroughTheBridgeWhileBitsFlipAndItIsReset() throws Exception {
    long seed = seed();
    Path photos = place.resolve("photos");
    Folders.file(photos, "large.bin", 120_000);
    for (int i = 0; i < 12; i++) {
      Folders.file(photos, "folder-" + i % 3 + "/small-" + i, 500 * i);
    }
    Device laptop = Device.init(place.resolve("laptop"));
    laptop.run("store", "create", "photos").ok();
    laptop.run("put", photos.toString()).ok();
    Device phone = Device.init(place.resolve("phone"));
    laptop.shareWith(phone, "photos");
    Path lines = Files.createDirectory(place.resolve("lines"));
    try (FirmwareMachine machine = new FirmwareMachine(lines, BIT_ERROR_RATE, seed);
        Child serve = Child.start(laptop.line("serve", "--serial", machine.device(0)))) {
      serve.awaitError("board=qemu");
      Background sync = new Background(phone.line("sync", "--serial", machine.device(1)));
      machine.awaitCarried(30_000);
      machine.reset();
      machine.awaitCarried(70_000);
      machine.reset();
      assertEquals(
          0,
          sync.end().code(),
          () ->
              "seed=" + seed + " rerun: mvn verify -Pfirmware -Dtest=FirmwareTest -Dseed=" + seed);
      Path got = place.resolve("got");
      phone.run("get", "/", got.toString()).ok();
      Folders.assertEqual(photos, got.resolve("photos"));
      serve.kill();
      JsonObject shown = bridge("info", "--json", machine.device(0)).ok().json();
      assertEquals(3, shown.getInt("starts"));
      for (Object each : bridge("stats", "--json", machine.device(0)).ok().jsonArray()) {
        assertEquals(0, ((JsonObject) each).getInt("no_room"));
      }
    }
  }
}
