package dev.latticenano.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.grack.nanojson.JsonObject;
import dev.latticenano.core.Restating;
import dev.latticenano.host.Failure;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the owner of a node chooses, on the command line and in the file. */
@Timeout(60)
class SettingsTest {
  @TempDir Path place;
  private Device device;
  private Path file;

  @BeforeEach
  void makeANode() {
    device = Device.init(place.resolve("node"));
    file = device.dir().resolve("settings");
  }

  private int delayMs() throws Failure {
    return SettingsFile.read(device.dir()).groupCommit().delayMs();
  }

  private JsonObject row(String key) throws Exception {
    for (Object each : device.run("settings", "--json").ok().jsonArray()) {
      if (((JsonObject) each).getString("key").equals(key)) {
        return (JsonObject) each;
      }
    }
    throw new AssertionError(key);
  }

  @Test
  void everythingIsAtItsDefaultAtFirst() throws Exception {
    assertEquals(2, delayMs());
    device.run("settings").ok().shows("power           mains      (default)");
    assertEquals("2ms", row("commit-delay").getString("value"));
    assertTrue(!row("power").getBoolean("chosen", true) && !Files.exists(file));
  }

  @Test
  void otherDefaultsFollowFromThePower() throws Exception {
    device.run("settings", "set", "power", "stick").ok().shows("stick");
    assertEquals(100, delayMs());
    device.run("settings", "set", "commit-delay", "1s").ok().shows("1000ms");
    assertEquals(1000, delayMs());
    device.run("settings", "set", "power", "default").ok();
    assertEquals(1000, delayMs(), "what was chosen stays");
    assertEquals("2ms", row("commit-delay").getString("default"));
    device.run("settings", "set", "commit-delay", "default").ok();
    assertEquals(2, delayMs());
  }

  @Test
  void theFileIsATextForItsOwnerAlone() throws Exception {
    device.run("settings", "set", "power", "stick").ok();
    assertEquals(
        "# Settings of this node. See: lattice settings --help\n"
            + "power = stick\n"
            + "# commit-delay = 100ms\n# scrub-rate = 256KiB/s\n# merge-rate = 1024KiB/s\n"
            + "# restate-at = 75%\n"
            + "# snapshot-every = 50000\n# keep-log = off\n# carry = 50%\n# discovery = off\n",
        Files.readString(file));
    assertEquals(PosixFilePermissions.fromString("rw-------"), Files.getPosixFilePermissions(file));
    try (Stream<Path> all = Files.list(device.dir())) {
      List<String> left = all.map(Path::toString).filter(name -> name.endsWith(".part")).toList();
      assertEquals(List.of(), left);
    }
  }

  @Test
  void theOwnerMayEditTheFile() throws Exception {
    Files.writeString(file, "\n  # mine\ncommit-delay=0ms\r\n\tpower =  stick ");
    assertEquals(0, delayMs());
    device.run("status").ok();
  }

  @ParameterizedTest
  @CsvSource({
    "power,wind",
    "power,''",
    "commit-delay,0.5ms",
    "commit-delay,1001ms",
    "commit-delay,2s",
    "commit-delay,100",
    "commit-delay,9999999ms",
    "commit-delay,soon",
    "restate-at,0%",
    "restate-at,100%",
    "restate-at,50",
    "restate-at,never",
    "speed,fast"
  })
  void refusesWhatIsNoSetting(String key, String value) throws Exception {
    device.run("settings", "set", key, value).refused(Failure.BAD_INPUT, key);
    assertTrue(!Files.exists(file));
    Files.writeString(file, "# one\n" + key + " = " + value + "\n");
    String where = "line 2 of " + file + ": ";
    device.run("status").refused(Failure.BAD_INPUT, where);
    device.run("settings").refused(Failure.BAD_INPUT, key);
  }

  @Test
  void takesTheLimitsThemselves() throws Exception {
    device.run("settings", "set", "commit-delay", "1000ms").ok();
    assertEquals(1000, delayMs());
    device.run("settings", "set", "commit-delay", "0ms").ok();
    assertEquals(0, delayMs());
    for (String share : new String[] {"1%", "99%"}) {
      device.run("settings", "set", "restate-at", share).ok();
      int percent = SettingsFile.read(device.dir()).restatePercent();
      assertEquals(share, percent + "%");
    }
    device.run("settings", "set", "restate-at", "off").ok();
    assertEquals(Restating.OFF, SettingsFile.read(device.dir()).restatePercent());
  }

  @Test
  void refusesLinesThatAreNone() throws Exception {
    Files.writeString(file, "power\n");
    device.run("status").refused(Failure.BAD_INPUT, "line 1 of " + file + ": no key = value");
    Files.writeString(file, "power = mains\npower = stick\n");
    device
        .run("status")
        .refused(Failure.BAD_INPUT, "line 2 of " + file + ": power is set a second");
    Files.write(file, new byte[] {(byte) 0xff});
    device.run("status").refused(Failure.BAD_INPUT, "not a text in UTF-8");
  }

  @Test
  void readsAFileOfTheLargestSizeAndNoLarger() throws Exception {
    String comment = "#".repeat(SettingsFile.BYTES_MAX);
    Files.writeString(file, comment);
    assertEquals(2, delayMs());
    Files.write(file, (comment + "#").getBytes(StandardCharsets.US_ASCII));
    assertThrows(Failure.class, this::delayMs);
    device.run("settings").refused(Failure.BAD_INPUT, "4097 bytes");
  }

  @Test
  void isSeenAndChangedWhileTheNodeRuns() throws Exception {
    device.run("store", "create", "photos").ok();
    try (Child serve = Child.start(device.line("serve", "--tcp", "127.0.0.1:0"))) {
      serve.port();
      device.run("settings").ok();
      device.run("settings", "set", "power", "stick").ok();
    }
    new Device(place.resolve("none")).run("settings").refused(Failure.NOT_FOUND, "not a data");
  }
}
