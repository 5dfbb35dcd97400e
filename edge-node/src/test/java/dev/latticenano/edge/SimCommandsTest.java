package dev.latticenano.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.grack.nanojson.JsonObject;
import com.grack.nanojson.JsonParser;
import com.grack.nanojson.JsonParserException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code lattice sim} as a person uses it. */
final class SimCommandsTest {
  private static final String TWO =
      """
      # Two
      let word x
      add_node a
      add_node b
      create a notes kv
      join b notes from a
      put a notes key $word
      """;

  @TempDir Path folder;

  private String file(String text) throws IOException {
    return Files.writeString(folder.resolve("mine.sim"), text).toString();
  }

  @Test
  void playsAScenarioAndPrintsWhatWasMeasured() throws IOException {
    String file = file(TWO + "sync a b\nassert_key b notes key x\nassert_converged\n");
    Outcome outcome = Device.lattice("sim", "run", file, "--seed", "4");
    assertEquals(0, outcome.code(), outcome.err());
    assertTrue(outcome.out().startsWith("node  "), outcome.out());
    assertTrue(outcome.out().contains("store notes equal everywhere, digest "), outcome.out());
    assertTrue(outcome.out().contains("\nseed 4, "), outcome.out());
  }

  @Test
  void saysWhatDidNotHoldAndHowToReplayIt() throws IOException {
    String file = file(TWO + "assert_key a notes key y\n");
    Outcome outcome = Device.lattice("sim", "run", file, "--seed", "4", "--set", "word=z");
    assertEquals(1, outcome.code());
    List<String> lines = outcome.err().lines().toList();
    assertEquals(file + ":8: assert_key a notes key y", lines.get(0));
    assertTrue(lines.get(1).endsWith(" of virtual time: a: key is \"z\""), lines.get(1));
    assertEquals("  replay: lattice sim run " + file + " --seed 4 --set word=z", lines.get(2));
  }

  @Test
  void printsTheSameAsJson() throws IOException, JsonParserException {
    String file = file(TWO + "assert_converged\n");
    Outcome outcome = Device.lattice("sim", "run", file, "--seed", "4", "--json");
    assertEquals(1, outcome.code());
    JsonObject run = JsonParser.object().from(outcome.out());
    assertEquals("4", run.getString("seed"));
    assertEquals(false, run.getBoolean("held"));
    assertEquals(8, run.getObject("failed").getInt("line"));
    assertEquals(1, run.getObject("nodes").getObject("a").getInt("written"));
    assertEquals(1, run.getObject("total").getInt("written"));
    assertEquals(
        run,
        JsonParser.object().from(Device.lattice("sim", "run", file, "--seed=4", "--json").out()));
  }

  @Test
  void saysWhereAScenarioCannotBeRead() throws IOException {
    String file = file(TWO + "put c notes key x\n");
    Outcome outcome = Device.lattice("sim", "check", file);
    assertEquals(5, outcome.code());
    assertTrue(outcome.err().contains(file + ":8:5: there is no node c"), outcome.err());
    assertTrue(outcome.err().contains("\n  put c notes key x\n      ^"), outcome.err());
  }

  @Test
  void saysThatThereIsNoSuchScenario() {
    Outcome outcome = Device.lattice("sim", "run", folder.resolve("none.sim").toString());
    assertEquals(3, outcome.code());
    assertTrue(outcome.err().contains("see lattice sim list"), outcome.err());
  }

  @Test
  void writesEveryEventToAFile() throws IOException {
    Path trace = folder.resolve("events.txt");
    String file = file(TWO + "sync a b\n");
    assertEquals(0, Device.lattice("sim", "run", file, "--trace", trace.toString()).code());
    String events = Files.readString(trace);
    assertTrue(events.startsWith("0 a added\n0 b added\n"), events);
    assertTrue(events.contains(" a sent peer=b bytes="), events);
    assertTrue(events.contains(" b Joined["), events);
  }

  @Test
  void listsWhatComesWithTheProgram() {
    assertTrue(Device.lattice("sim", "list").out().contains("carry-all "));
    String text = Device.lattice("sim", "list", "--show", "carry").out();
    assertTrue(text.startsWith("# A stick is carried"), text);
    assertEquals(0, Device.lattice("sim", "check", "carry", "radio").code());
  }
}
