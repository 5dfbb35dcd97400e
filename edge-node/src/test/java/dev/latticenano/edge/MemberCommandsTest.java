package dev.latticenano.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.grack.nanojson.JsonArray;
import com.grack.nanojson.JsonObject;
import dev.latticenano.host.Failure;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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

  private Device laptop;
  private Device phone;

  /** A sealed store of the laptop, to which the phone has been invited. */
  private void invite(String... options) throws Exception {
    laptop = Device.init(place.resolve("laptop"));
    phone = Device.init(place.resolve("phone"));
    laptop.run("store", "create", "photos").ok();
    List<String> words = new ArrayList<>(List.of("member", "invite"));
    words.addAll(List.of(options));
    String token = laptop.run(words.toArray(String[]::new)).ok().out().strip();
    phone.run("member", "join", token).ok().shows("now sync with who made it");
  }

  private void put(Device device, String name) throws Exception {
    device.run("put", Folders.file(place, name, 10).toString()).ok();
  }

  private JsonObject member(Device device, String name) throws Exception {
    JsonArray rows = device.run("member", "list", "--json").ok().jsonArray();
    for (int i = 0; i < rows.size(); i++) {
      if (rows.getObject(i).getString("name").equals(name)) {
        return rows.getObject(i);
      }
    }
    throw new AssertionError(rows);
  }

  @Test
  void aSyncLetsTheInvitedIn() throws Exception {
    invite();
    put(laptop, "before");
    phone.run("store", "list").ok().shows("waits to be let in");
    phone.run("ls").refused(Failure.FAILED, "has not arrived yet");
    CarryFilesTest.sync(laptop, phone).ok().shows("let into store photos");
    phone.run("ls").ok().shows("before");
    assertEquals("owner", member(phone, "laptop").getString("role"));
    put(phone, "after");
    CarryFilesTest.sync(laptop, phone).ok();
    laptop.run("ls").ok().shows("after");
    assertEquals("voter", member(laptop, "phone").getString("role"));
    laptop.run("member", "list").ok().shows("  * laptop").shows("    phone                 voter");
    assertFalse(phone.run("store", "list").ok().out().contains("waits to be let in"));
  }

  @Test
  void aReaderReadsAndDoesNotWrite() throws Exception {
    invite("--role", "reader");
    put(laptop, "a");
    CarryFilesTest.sync(laptop, phone).ok();
    phone.run("ls").ok().shows("a");
    phone
        .run("put", Folders.file(place, "b", 1).toString())
        .refused(Failure.FAILED, "role in the store does not allow that");
    phone
        .run("member", "role", "phone", "owner")
        .refused(Failure.FAILED, "role in the store does not allow that");
    laptop.run("member", "role", "phone", "voter").ok().shows("phone is voter now");
    CarryFilesTest.sync(laptop, phone).ok();
    put(phone, "b");
    laptop.run("member", "role", "phone", "king").refused(Failure.BAD_INPUT, "a role is owner");
    laptop.run("member", "role", "mia", "voter").refused(Failure.NOT_FOUND, "called mia");
  }

  @Test
  void aCarrierKeepsWhatItCannotRead() throws Exception {
    invite("--role", "carrier");
    put(laptop, "a");
    CarryFilesTest.sync(laptop, phone).ok();
    phone.run("ls").refused(Failure.FAILED, "is sealed, and this node has no key");
    phone.run("status").ok().shows("sealed without a key");
    phone.run("history").ok().shows("(envelope (sealed ");
  }

  @Test
  void whoIsThrownOutWritesNothingMoreAndReadsNoMore() throws Exception {
    invite();
    CarryFilesTest.sync(laptop, phone).ok();
    put(phone, "early");
    CarryFilesTest.sync(laptop, phone).ok();
    put(phone, "late");
    laptop.run("member", "revoke", "phone").refused(Failure.FAILED, "say --yes");
    laptop.run("member", "revoke", "phone", "--yes").ok().shows("phone is out");
    assertEquals("revoked", member(laptop, "phone").getString("status"));
    put(laptop, "secret");
    CarryFilesTest.sync(laptop, phone);
    String shown = laptop.run("ls").ok().shows("early").out();
    assertFalse(shown.contains("late"), shown);
    assertFalse(phone.run("ls").out().contains("secret"));
    assertEquals(2, laptop.run("key", "list", "--json").ok().jsonArray().size());
  }

  @Test
  void whoWasThrownOutIsToldThatTheStoreIsShownNoMore() throws Exception {
    invite();
    CarryFilesTest.sync(laptop, phone).ok();
    laptop.run("member", "revoke", "phone", "--yes").ok();
    put(laptop, "secret");
    CarryFilesTest.sync(laptop, phone)
        .refused(
            Failure.NOT_FOUND,
            "laptop no longer shows store photos to this device, or does not have it");
    assertFalse(phone.run("ls").out().contains("secret"));
  }

  @Test
  void oneLeaves() throws Exception {
    invite();
    CarryFilesTest.sync(laptop, phone).ok();
    phone.run("member", "revoke", "phone").refused(Failure.FAILED, "no member any more");
    phone.run("member", "revoke", "phone", "--yes").ok().shows("no member any more");
    CarryFilesTest.sync(laptop, phone);
    assertEquals("revoked", member(laptop, "phone").getString("status"));
  }

  @Test
  void whoHasLeftComesBackByANewInvite() throws Exception {
    invite();
    CarryFilesTest.sync(laptop, phone).ok();
    put(phone, "early");
    phone.run("store", "leave", "photos").ok().shows("left");
    CarryFilesTest.sync(laptop, phone);
    assertEquals("revoked", member(laptop, "phone").getString("status"));
    phone
        .run("put", Folders.file(place, "outside", 1).toString())
        .refused(Failure.FAILED, "does not allow that");
    put(laptop, "meanwhile");
    phone.run("member", "join", laptop.run("member", "invite").ok().out().strip()).ok();
    CarryFilesTest.sync(laptop, phone).ok().shows("let into");
    phone.run("ls").ok().shows("early").shows("meanwhile");
    put(phone, "late");
    CarryFilesTest.sync(laptop, phone).ok();
    laptop.run("ls").ok().shows("late");
    assertEquals("active", member(laptop, "phone").getString("status"));
  }

  @Test
  void invitesAreListedExpireServeOnceAndAreTakenBack() throws Exception {
    invite("--once", "--expires", "7d", "--role", "reader");
    laptop.run("member", "invites").ok().shows("valid    reader   once  until 20");
    CarryFilesTest.sync(laptop, phone).ok();
    laptop.run("member", "invites").ok().shows("claimed").shows("used by phone");
    Device tablet = Device.init(place.resolve("tablet"));
    String token = laptop.run("member", "invite").ok().out().strip();
    tablet.run("member", "join", token).ok();
    JsonArray rows = laptop.run("member", "invites", "--json").ok().jsonArray();
    int open = rows.getObject(0).getString("status").equals("valid") ? 0 : 1;
    String id = rows.getObject(open).getString("id");
    laptop.run("member", "uninvite", id.substring(0, 8)).ok().shows("taken back");
    laptop.run("member", "uninvite", "zz").refused(Failure.BAD_INPUT, "4 or more");
    Outcome sync = CarryFilesTest.sync(laptop, tablet);
    assertEquals(Failure.FAILED, sync.code(), sync::toString);
    sync.says("the invite was taken back; ask for a new one");
    tablet.run("store", "ack").refused(Failure.FAILED, "no member of the store yet");
    int before = intentions(tablet);
    CarryFilesTest.sync(laptop, tablet).refused(Failure.NOT_FOUND, "none of this node's stores");
    assertEquals(before, intentions(tablet), "it wrote what all would refuse");
    tablet.run("member", "join", laptop.run("member", "invite").ok().out().strip()).ok();
    CarryFilesTest.sync(laptop, tablet).ok().shows("let into");
    tablet.run("store", "ack").ok();
    laptop
        .run("member", "invite", "--expires", "soon")
        .refused(Failure.BAD_INPUT, "length of time");
  }

  private static int intentions(Device device) throws Exception {
    JsonObject status = device.run("status", "--json").ok().json();
    return status.getArray("stores").getObject(0).getInt("intentions");
  }

  @Test
  void keysAreListedAndRotated() throws Exception {
    invite();
    CarryFilesTest.sync(laptop, phone).ok();
    JsonArray before = laptop.run("key", "list", "--json").ok().jsonArray();
    laptop.run("key", "rotate").ok();
    put(laptop, "after");
    JsonArray after = laptop.run("key", "list", "--json").ok().jsonArray();
    assertEquals(before.size() + 1, after.size());
    for (int i = 0; i < after.size(); i++) {
      assertEquals(i == after.size() - 1, after.getObject(i).getBoolean("current"));
    }
    laptop.run("key", "list").ok().shows("* " + after.getObject(1).getString("epoch"));
    laptop.run("key", "list").ok().shows("by laptop  for laptop, phone");
    CarryFilesTest.sync(laptop, phone).ok();
    phone.run("ls").ok().shows("after");
    Device other = Device.init(place.resolve("other"));
    other.run("store", "create", "open", "--clear").ok();
    other.run("key", "list").refused(Failure.FAILED, "is not sealed");
    other.run("key", "rotate").refused(Failure.FAILED, "is not sealed");
  }

  @Test
  void whoHasTheKeyReadsWhatIsSealed() throws Exception {
    Device laptop = Device.init(place.resolve("laptop"));
    laptop.run("store", "create", "secrets", "--type", "core:kvstore").ok();
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
