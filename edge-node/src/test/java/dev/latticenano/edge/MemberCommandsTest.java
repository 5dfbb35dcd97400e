package dev.latticenano.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.grack.nanojson.JsonObject;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.state.KvState;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Who takes part in a store, and what is sealed for them. */
@Timeout(120)
class MemberCommandsTest {
  @TempDir Path place;

  @Test
  void theCreatorIsTheFirstOwner() throws Exception {
    Device laptop = Device.init(place.resolve("laptop"));
    laptop.run("store", "create", "photos").ok();
    JsonObject row = laptop.run("member", "list", "--json").ok().jsonArray().getObject(0);
    assertEquals("active", row.getString("status"));
    assertEquals("owner", row.getString("role"));
    assertEquals("laptop", row.getString("name"));
    assertTrue(row.getBoolean("this_node"));
    laptop.run("member", "list").ok().shows("active\n  * laptop ");
  }

  @Test
  void aNodeSaysWhatItIsCalled() throws Exception {
    Device laptop = Device.init(place.resolve("laptop"));
    laptop.run("store", "create", "photos").ok();
    laptop.run("member", "rename", "Mia's laptop").ok();
    laptop.run("member", "list").ok().shows("* Mia's laptop ");
    laptop.run("history").ok().shows("  Mia's laptop  (");
    laptop.run("member", "rename", " ").refused(Failure.BAD_INPUT, "a name has letters");
    laptop.run("member", "rename", "a\u001b[2J").refused(Failure.BAD_INPUT, "control");
    laptop.run("member", "rename", "x".repeat(65)).refused(Failure.BAD_INPUT, "at most 64 bytes");
    laptop.run("member", "rename", "x".repeat(64)).ok();
  }

  @Test
  void othersAreListedWithTheirRole() throws Exception {
    Device laptop = Device.init(place.resolve("laptop"));
    Device phone = Device.init(place.resolve("phone"));
    laptop.run("store", "create", "photos").ok();
    laptop.shareWith(phone, "photos");
    CarryFilesTest.sync(laptop, phone).ok();
    phone.run("member", "rename", "phone").ok();
    CarryFilesTest.sync(laptop, phone).ok();
    laptop.run("member", "list").ok().shows("  * laptop").shows("    phone                 owner");
  }

  @Test
  void whoHasTheKeyReadsWhatIsSealed() throws Exception {
    Device laptop = Device.init(place.resolve("laptop"));
    try (NodeHome home = NodeHome.open(laptop.dir())) {
      StoreId id = home.createStore("secrets", KvState.TYPE, true);
      assertTrue(home.node().projection(id).isWhole());
    }
    laptop.run("kv", "put", "colour", "ultramarine").ok();
    assertEquals("ultramarine\n", laptop.run("kv", "get", "colour").ok().out());
    laptop.run("history").ok().shows("(sealed (data (put \"colour\" \"ultramarine\")))");
    laptop.run("history", "--path", "colour", "--sexpr").ok().shows("(opened (data ");
    Path log = laptop.dir().resolve("stores");
    try (var files = Files.walk(log)) {
      for (Path each : files.filter(Files::isRegularFile).toList()) {
        String bytes = new String(Files.readAllBytes(each), StandardCharsets.ISO_8859_1);
        boolean isLog = each.toString().contains("/log/");
        assertTrue(!isLog || !bytes.contains("ultramarine"), each::toString);
      }
    }
  }
}
