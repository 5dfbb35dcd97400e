package dev.latticenano.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.grack.nanojson.JsonArray;
import com.grack.nanojson.JsonObject;
import com.grack.nanojson.JsonParser;
import dev.latticenano.core.crypto.Ed25519Signer;
import dev.latticenano.core.relay.Evidence;
import dev.latticenano.core.relay.Statement;
import dev.latticenano.core.relay.StatementWriter;
import dev.latticenano.host.IdentityFile;
import dev.latticenano.relay.cli.Ran;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A relay as people use it: whole commands of its operator and of two members. */
@Timeout(120)
class UsedRelayTest {
  @TempDir static Path made;
  private static String key;
  @TempDir Path place;
  private Path dir;
  private EdgeNode ann;
  private EdgeNode bo;

  @BeforeAll
  static void makeAStoreOfTwoAndARelay() throws Exception {
    key = Ran.in(made.resolve("relay"), "init").ok().field("key");
    EdgeNode ann = EdgeNode.init(made.resolve("ann"));
    EdgeNode bo = EdgeNode.init(made.resolve("bo"));
    ann.ok("store", "create", "notes", "--type", "core:kvstore");
    bo.ok("store", "join", ann.ok("store", "invite", "notes", "--role", "voter"));
    ann.meet(bo);
  }

  @BeforeEach
  void beginWithThose() throws Exception {
    EdgeNode.copy(made, place);
    dir = place.resolve("relay");
    ann = new EdgeNode(place.resolve("ann"));
    bo = new EdgeNode(place.resolve("bo"));
  }

  private String url(Running relay) {
    return "lattice://" + relay.address() + "/" + key;
  }

  private String ticket(String space) throws Exception {
    return Ran.in(dir, "ticket", "create", "--space", space).ok().field("ticket");
  }

  private static JsonObject only(String json) throws Exception {
    JsonArray rows = JsonParser.array().from(json);
    assertEquals(1, rows.size(), json);
    return rows.getObject(0);
  }

  @Test
  void threeCommandsBringAStoreAndTheOtherMemberFindsIt() throws Exception {
    ann.ok("kv", "put", "k", "one");
    try (Running relay = new Running(dir)) {
      String said = ann.ok("relay", "add", url(relay), "--ticket", ticket("100MB"));
      assertTrue(said.contains(" of "), said);
      bo.ok("relay", "add", url(relay).replace(key, key.toUpperCase(Locale.ROOT)));
      assertEquals("one", bo.ok("kv", "get", "k"));
      bo.ok("kv", "put", "k", "two");
      bo.ok("sync");
      ann.ok("sync");
      assertEquals("two", ann.ok("kv", "get", "k"));
      JsonObject row = only(ann.ok("relay", "list", "--json"));
      assertEquals("", row.getString("trouble"));
      assertFalse(row.getBoolean("ticket_pending"));
      assertTrue(row.getLong("quota_bytes") > 0 && row.getLong("statement") > 0);
      assertTrue(ann.ok("status").contains("relay 127.0.0.1:"));
      assertTrue(ann.ok("relay", "audit").contains("nothing contradicts"));
      assertTrue(bo.ok("relay", "audit").contains("all that is here among them"));
    }
    try (Stream<Path> files = Files.walk(ann.dir().resolve("relays"))) {
      for (Path each : files.filter(Files::isRegularFile).toList()) {
        String mode = PosixFilePermissions.toString(Files.getPosixFilePermissions(each));
        assertEquals("rw-------", mode, each.toString());
      }
    }
  }

  @Test
  void aMemberSaysWhereARelayIsAndNobodyCallsItBeforeItIsAdded() throws Exception {
    ann.ok("kv", "put", "k", "one");
    try (Running relay = new Running(dir)) {
      ann.ok("relay", "add", url(relay), "--ticket", ticket("100MB"));
      JsonObject row = only(ann.ok("relay", "list", "--json"));
      assertTrue(row.getLong("taken_bytes") > 0, row::toString);
      assertTrue(bo.ok("relay", "list").startsWith("no relay"));
      ann.meet(bo);
      String suggested = bo.ok("relay", "list");
      assertTrue(suggested.startsWith("? " + url(relay) + "  notes  says "), suggested);
      assertTrue(only(bo.ok("relay", "list", "--json")).getString("suggested_by") != null);
      bo.run("sync");
      assertTrue(bo.ok("relay", "list").startsWith("? "), "called without being asked");
      bo.ok("relay", "remove", url(relay));
      assertTrue(bo.ok("relay", "list").startsWith("no relay"));
      ann.meet(bo);
      bo.ok("relay", "add", url(relay));
      assertFalse(bo.ok("relay", "list").contains("?"));
      assertEquals("", only(bo.ok("relay", "list", "--json")).getString("trouble"));
    }
  }

  @Test
  void whenMembersChangeTheRelayIsToldBeforeAnythingElse() throws Exception {
    try (Running relay = new Running(dir)) {
      ann.ok("relay", "add", url(relay), "--ticket", ticket("100MB"));
      bo.ok("relay", "add", url(relay));
      int before = only(ann.ok("relay", "list", "--json")).getInt("manifest");
      ann.ok("kv", "put", "k", "secret");
      ann.ok("member", "revoke", "bo", "--yes");
      ann.ok("sync");
      assertEquals(before + 1, only(ann.ok("relay", "list", "--json")).getInt("manifest"));
      bo.run("sync", "--tcp", relay.address());
      assertFalse(bo.run("kv", "get", "k").out().contains("secret"));
      assertEquals("", only(ann.ok("relay", "list", "--json")).getString("trouble"));
    }
  }

  @Test
  void whatIsWrongIsSaidInOneSentence() throws Exception {
    try (Running relay = new Running(dir)) {
      String good = ticket("100MB");
      String wrongKey = "lattice://" + relay.address() + "/" + "ab".repeat(32);
      assertEquals(5, ann.run("relay", "add", "relay.example", "--ticket", good).code());
      assertEquals(5, ann.run("relay", "add", url(relay), "--ticket", "ltk").code());
      EdgeNode.Left other = ann.run("relay", "add", wrongKey, "--ticket", good);
      assertTrue(other.code() == 5 && other.err().contains("another relay's"), other::toString);
      EdgeNode.Left stranger = ann.run("relay", "add", wrongKey);
      assertTrue(stranger.code() != 0, stranger::toString);
      assertTrue(stranger.err().contains("is not the relay of key"), stranger::toString);
      ann.ok("relay", "remove", wrongKey);
      EdgeNode.Left none = bo.run("relay", "audit", "--check", place.resolve("none").toString());
      assertTrue(none.code() == 3 && none.err().contains("none: it is not there"), none::toString);
      assertTrue(bo.ok("relay", "audit").contains("no relay of this store is known here"));
      EdgeNode.Left voter = bo.run("relay", "add", url(relay), "--ticket", good);
      assertTrue(voter.err().contains("only an owner"), voter::toString);
      Ran.in(dir, "ticket", "revoke", Ran.in(dir, "ticket", "list").ok().out().substring(0, 8))
          .ok();
      EdgeNode.Left late = ann.run("relay", "add", url(relay), "--ticket", good);
      assertTrue(late.err().contains("time is over"), late::toString);
      ann.ok("relay", "add", url(relay), "--ticket", ticket("100MB"));
    }
  }

  @Test
  void anotherTicketAddsItsSpaceAndAllGoesOn() throws Exception {
    try (Running relay = new Running(dir)) {
      ann.ok("relay", "add", url(relay), "--ticket", ticket("3kB"));
      for (int i = 0; i < 12; i++) {
        ann.ok("kv", "put", "k" + i, "v".repeat(300));
      }
      EdgeNode.Left full = ann.run("sync", "--tcp", relay.address());
      assertTrue(full.err().contains("the relay takes no more of the store"), full::toString);
      EdgeNode.Left list = ann.run("relay", "list");
      assertTrue(list.out().contains("ask for another ticket"), list::toString);
      ann.ok("relay", "add", url(relay), "--ticket", ticket("1MB"));
      assertEquals("", only(ann.ok("relay", "list", "--json")).getString("trouble"));
      bo.ok("relay", "add", url(relay));
      assertEquals("v".repeat(300), bo.ok("kv", "get", "k11"));
    }
  }

  @Test
  void aRelayThatServesAnOldDiskIsCaughtAndTheProofIsAFile() throws Exception {
    try (Running relay = new Running(dir)) {
      ann.ok("relay", "add", url(relay), "--ticket", ticket("100MB"));
      ann.ok("kv", "put", "k", "one");
      ann.ok("sync");
    }
    Path kept = evidence(ann);
    Evidence honest = Evidence.of(Files.readAllBytes(kept));
    Statement last = honest.statements().get(honest.statements().size() - 1);
    StatementWriter less = new StatementWriter(last.store());
    for (int i = 0; i < last.authors(); i++) {
      less.author(last.author(i), 0, 1, last.tip(i));
    }
    less.set(last.authors(), last.digest());
    Statement old =
        less.sign(last.counter() + 1, last.timeMs() + 1, last.manifestSequence(), 0, signer());
    Path bos = place.resolve("bo.evidence");
    Files.write(bos, new Evidence().add(old).toBytes());
    EdgeNode.Left found = ann.run("relay", "audit", "--with", bos.toString());
    assertEquals(8, found.code(), found::toString);
    assertTrue(found.out().contains("withheld") && found.out().contains("rolled back"));
    Path proof = Path.of(kept.toString().replace(".evidence", ".proof"));
    EdgeNode.Left checked = bo.run("relay", "audit", "--check", proof.toString());
    assertEquals(8, checked.code(), checked::toString);
    byte[] bytes = Files.readAllBytes(proof);
    bytes[300] ^= 1;
    Files.write(proof, bytes);
    assertEquals(5, bo.run("relay", "audit", "--check", proof.toString()).code());
    EdgeNode.Left alone = ann.run("relay", "audit", "--export", place.resolve("a").toString());
    assertEquals(0, alone.code(), alone::toString);
    assertEquals(0, bo.run("relay", "audit", "--check", place.resolve("a").toString()).code());
  }

  private Ed25519Signer signer() throws Exception {
    return IdentityFile.read(dir.resolve("identity.key")).signer();
  }

  private static Path evidence(EdgeNode node) throws Exception {
    try (Stream<Path> files = Files.walk(node.dir().resolve("relays"))) {
      return files.filter(each -> each.toString().endsWith(".evidence")).findFirst().orElseThrow();
    }
  }
}
