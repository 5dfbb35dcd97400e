package dev.latticenano.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.grack.nanojson.JsonObject;
import dev.latticenano.host.Failure;
import dev.latticenano.link.PtyLine;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What {@code lattice bridge} shows and changes. */
@Timeout(120)
class BridgeCommandsTest {
  @TempDir Path place;
  private PlayedBridge bridge;

  @BeforeEach
  void plugIn() throws Exception {
    bridge = new PlayedBridge(place);
  }

  @AfterEach
  void unplug() {
    bridge.close();
  }

  private static Outcome bridge(String... words) {
    String[] all = new String[words.length + 1];
    all[0] = "bridge";
    System.arraycopy(words, 0, all, 1, words.length);
    return Device.lattice(all);
  }

  @Test
  void listsWhoAnswersAndSaysWhyOthersDoNot() throws Exception {
    bridge("list", bridge.device())
        .ok()
        .shows("pico2  0102030405060708  0.1.0-a1b2c3d4  ports 1, 2");
    try (PtyLine silent = PtyLine.unpaced()) {
      Outcome both = bridge("list", "--json", bridge.device(), silent.left()).ok();
      JsonObject first = both.jsonArray().getObject(0);
      assertEquals("0102030405060708", first.getString("id"));
      assertEquals(2, first.getArray("ports").size());
      JsonObject second = both.jsonArray().getObject(1);
      assertTrue(second.getString("trouble").contains("nobody at " + silent.left()));
      assertEquals(Failure.LINK, bridge("list", silent.left()).code());
      bridge("info", silent.left()).refused(Failure.LINK, "answers as a bridge");
    }
    bridge("info", "/dev/none").refused(Failure.LINK, "no serial device at /dev/none");
  }

  @Test
  void saysWhichBridgeIsMeantWhereNoneIsNamed() {
    // Machines that run tests have no bridge on USB.
    bridge("info").refused(Failure.NOT_FOUND, "no bridge is plugged in");
    bridge("list").ok().shows("no bridge is plugged in");
    assertEquals(0, bridgeArraySize());
  }

  private static int bridgeArraySize() {
    try {
      return bridge("list", "--json").ok().jsonArray().size();
    } catch (com.grack.nanojson.JsonParserException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void showsPortsSettingsAndCounters() throws Exception {
    JsonObject shown = bridge("info", "--json", bridge.device()).ok().json();
    assertEquals("0.1.0-a1b2c3d4", shown.getString("firmware"));
    assertEquals(3, shown.getArray("at_ports").size());
    assertEquals("921600,8N1", shown.getArray("at_ports").getObject(1).getString("line"));
    assertEquals(0, shown.getObject("settings").getInt("generation"));
    assertTrue(shown.isNull("last_fault"));
    bridge("info", bridge.device()).ok().shows("line_1").shows("port 2");
    Outcome stats = bridge("stats", "--json", "--echo", "3", bridge.device());
    assertEquals(0, stats.code(), stats::toString);
    stats.says("3 echoes came back");
    assertEquals(3, stats.jsonArray().size());
    assertEquals(0, stats.jsonArray().getObject(2).getInt("no_room"));
    assertFalse(bridge("stats", bridge.device()).ok().out().contains("no_room"));
  }

  @Test
  void changesLinesAndPortsOnceOrForGood() throws Exception {
    bridge("set", bridge.device(), "--line", "1=3000000", "--line", "2=9600,7E1")
        .ok()
        .shows("stored as generation 1");
    JsonObject settings =
        bridge("info", "--json", bridge.device()).ok().json().getObject("settings");
    assertEquals("3000000,8N1", settings.getString("line_1"));
    assertEquals("9600,7E1", settings.getString("line_2"));
    bridge("set", bridge.device(), "--line", "1=115200", "--until-restart")
        .ok()
        .shows("port 1 runs at 115200 baud until the restart");
    bridge("set", bridge.device(), "--pause", "1", "--blink", "7").ok().shows("port 1 is paused");
    assertEquals(7, bridge.blinks);
    bridge("set", bridge.device(), "--resume", "1", "--restart", "--forget-fault")
        .ok()
        .shows("it restarts");
    assertEquals(1, bridge.restarts);
  }

  @Test
  void refusesWhatNoBridgeCanDo() {
    for (String wrong :
        new String[] {"1=299", "1=7800001", "1=9600,9N1", "0=9600", "4=9600", "1=fast"}) {
      Outcome outcome = bridge("set", bridge.device(), "--line", wrong);
      assertEquals(2, outcome.code(), outcome::toString);
      outcome.says("--line");
    }
    assertEquals(2, bridge("set", bridge.device()).code());
    assertEquals(2, bridge("set", bridge.device(), "--blink", "256").code());
    assertEquals(2, bridge("stats", bridge.device(), "--echo", "-1").code());
    bridge("set", bridge.device(), "--line", "3=9600").refused(Failure.NOT_FOUND, "no port 3");
    bridge("set", bridge.device(), "--pause", "3")
        .refused(Failure.NOT_FOUND, "refused 'pause': it has no such port");
  }
}
