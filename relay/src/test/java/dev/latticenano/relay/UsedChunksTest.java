package dev.latticenano.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.grack.nanojson.JsonObject;
import com.grack.nanojson.JsonParser;
import dev.latticenano.core.state.FileState;
import dev.latticenano.relay.cli.Ran;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The space of a file that was replaced comes back on a relay when both members have met it. */
@Timeout(120)
class UsedChunksTest {
  private static final int BYTES = 2_000_000;

  @TempDir Path place;
  private Path dir;

  private JsonObject chunks() throws Exception {
    String json = Ran.in(dir, "stores", "--json").ok().out();
    return JsonParser.array().from(json).getObject(0).getObject("chunks");
  }

  private void write(Path file, int seed) throws Exception {
    byte[] content = new byte[BYTES];
    new Random(seed).nextBytes(content);
    Files.write(file, content);
  }

  @Test
  void aReplacedFileGivesItsSpaceBackWhenBothHaveMetTheRelay() throws Exception {
    dir = place.resolve("relay");
    final String key = Ran.in(dir, "init").ok().field("key");
    final EdgeNode ann = EdgeNode.init(place.resolve("ann"));
    final EdgeNode bo = EdgeNode.init(place.resolve("bo"));
    ann.ok("store", "create", "files", "--type", FileState.TYPE);
    bo.ok("store", "join", ann.ok("store", "invite", "files", "--role", "voter"));
    ann.meet(bo);
    Path file = place.resolve("a.bin");
    write(file, 1);
    ann.ok("put", file.toString());
    try (Running relay = new Running(dir)) {
      String url = "lattice://" + relay.address() + "/" + key;
      String ticket = Ran.in(dir, "ticket", "create", "--space", "100MB").ok().field("ticket");
      ann.ok("relay", "add", url, "--ticket", ticket);
      ann.ok("sync");
      bo.ok("relay", "add", url);
      bo.ok("sync");
      long once = chunks().getLong("bytes");
      assertTrue(once >= BYTES, chunks().toString());
      write(file, 2);
      ann.ok("put", file.toString());
      ann.ok("sync");
      JsonObject both = chunks();
      assertTrue(both.getLong("bytes") >= 2 * BYTES, both.toString());
      assertTrue(both.getLong("spare_bytes") >= BYTES, both.toString());
      JsonObject holder = both.getArray("held_back").getObject(0);
      assertEquals(bo.key().toString(), holder.getString("member"), both.toString());
      assertEquals(1, both.getArray("held_back").size(), both.toString());
      String said = Ran.in(dir, "status").ok().out();
      assertTrue(said.contains(bo.key().shortText() + " has not signed yet"), said);
      String told = ann.ok("relay", "list", "--json");
      assertTrue(told.contains(bo.key().toString()), told);
      bo.ok("sync");
      for (int i = 0; i < 3 && chunks().getLong("spare_bytes") > 0; i++) {
        bo.ok("sync");
      }
      JsonObject after = chunks();
      assertEquals(0, after.getLong("spare_bytes"), after.toString());
      assertEquals(once, after.getLong("bytes"), after.toString());
      assertEquals(0, after.getArray("held_back").size(), after.toString());
    }
    Path got = place.resolve("got");
    bo.ok("get", "a.bin", got.toString());
  }
}
