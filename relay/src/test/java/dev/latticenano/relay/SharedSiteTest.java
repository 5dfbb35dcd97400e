package dev.latticenano.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.grack.nanojson.JsonArray;
import com.grack.nanojson.JsonObject;
import com.grack.nanojson.JsonParser;
import dev.latticenano.core.Verdict;
import dev.latticenano.core.bytes.Hex;
import dev.latticenano.core.crypto.Ed25519Verifier;
import dev.latticenano.core.intention.AuthorId;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.relay.Manifest;
import dev.latticenano.core.relay.Ticket;
import dev.latticenano.postgres.PostgresServer;
import dev.latticenano.relay.cli.Ran;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two relay processes of one site, under one key, with their stores in one PostgreSQL server. */
@Timeout(180)
class SharedSiteTest {
  private static final String SECRET = "plantedplaintext";
  private static final String PASSWORD = "plantedpassword";

  @TempDir Path place;
  private String url;
  private Path first;
  private Path second;
  private AuthorId relay;
  private EdgeNode ann;
  private EdgeNode bo;
  private StoreId shared;

  @BeforeEach
  void makeASiteOfTwoAndAStore() throws Exception {
    url = PostgresServer.shared().freshSite("the judge").url();
    first = process("first");
    second = process("second");
    Files.copy(
        first.resolve("identity.key"),
        second.resolve("identity.key"),
        StandardCopyOption.REPLACE_EXISTING);
    ann = EdgeNode.init(place.resolve("ann"));
    bo = EdgeNode.init(place.resolve("bo"));
    shared = carried(ann, "notes");
    bo.ok("store", "join", ann.ok("store", "invite", "notes", "--role", "voter"));
    ann.meet(bo);
    ann.ok("kv", "put", "k", SECRET);
  }

  private Path process(String name) throws Exception {
    Path dir = place.resolve(name);
    Ran made = Ran.in(dir, "init", "--address", name + ".example.org", "--storage", url).ok();
    relay = relay == null ? AuthorId.parse(made.field("key")) : relay;
    Files.writeString(dir.resolve("settings"), "lease = 1s\n", StandardOpenOption.APPEND);
    Path password = dir.resolve("storage-password");
    Files.writeString(password, PASSWORD + "\n");
    Files.setPosixFilePermissions(password, PosixFilePermissions.fromString("rw-------"));
    return dir;
  }

  private StoreId carried(EdgeNode owner, String name) throws Exception {
    String made = owner.ok("store", "create", name, "--type", "core:kvstore");
    StoreId store = StoreId.parse(made.split(" ")[0]);
    owner.letCarry(store, relay);
    return store;
  }

  private Verdict redeem(Served process, Path dir, EdgeNode owner, StoreId store) throws Exception {
    return redeem(process, ticket(dir), owner, store);
  }

  private static String ticket(Path dir) {
    return Ran.in(dir, "ticket", "create", "--space", "100MB").ok().field("ticket");
  }

  private Verdict redeem(Served process, String text, EdgeNode owner, StoreId store)
      throws Exception {
    Ticket ticket = Ticket.parse(text, new Ed25519Verifier());
    Manifest manifest =
        owner
            .manifest(store)
            .member(owner.key(), Manifest.OWNER, false)
            .member(bo.key(), Manifest.VOTER, false)
            .member(relay, Manifest.CARRIER, false)
            .sign(1, System.currentTimeMillis(), owner.signer());
    return owner.open(home -> Redemption.at(process.port(), home.node(), manifest, ticket));
  }

  private static Set<String> held(Path dir) throws Exception {
    JsonArray rows = JsonParser.array().from(Ran.in(dir, "stores", "--json").ok().out());
    Set<String> ids = new TreeSet<>();
    rows.forEach(row -> ids.add(((JsonObject) row).getString("id")));
    return ids;
  }

  /** Waits until a process has taken over the store of another one. */
  private static void untilTakenOver(Served process, Path dir, StoreId store) throws Exception {
    process.awaitLog("INFO claimed store=" + store.toString().substring(0, 8));
    assertTrue(held(dir).contains(store.toString()));
  }

  @Test
  void eachServesWhatItHoldsAndTheNextWhatTheKilledOneAcknowledged() throws Exception {
    EdgeNode cleo = EdgeNode.init(place.resolve("cleo"));
    StoreId own = carried(cleo, "diary");
    cleo.ok("kv", "put", "k", SECRET);
    try (Served living = Served.from(first)) {
      assertEquals(Verdict.OK, redeem(living, first, ann, shared));
      ann.sync(living.address());
      try (Served next = Served.from(second)) {
        assertEquals(Set.of(), held(second));
        assertEquals(Verdict.OK, redeem(next, second, cleo, own));
        cleo.sync(next.address());
        assertEquals(Verdict.STORE_NOT_HELD, redeem(next, second, ann, shared));
        assertEquals(Set.of(own.toString()), held(second));
        assertEquals(Set.of(shared.toString()), held(first));
        living.kill();
        untilTakenOver(next, second, shared);
        bo.sync(next.address());
        assertEquals(SECRET, bo.ok("kv", "get", "k"));
        bo.ok("kv", "put", "k", SECRET + " again");
        bo.sync(next.address());
        ann.sync(next.address());
        assertEquals(SECRET + " again", ann.ok("kv", "get", "k"));
        next.signal("TERM");
        assertEquals(0, next.end());
        String log = next.log();
        String name = shared.toString().substring(0, 8);
        assertTrue(log.contains("WARN elsewhere store=" + name), log);
        assertTrue(log.contains("is served by first.example.org:7400"), log);
        assertTrue(log.contains("INFO claimed store=" + name), log);
        assertFalse((log + living.log()).contains("planted"), log);
      }
    }
  }

  @Test
  void aMemberIsToldWhichProcessServesItsStoreAndATicketIsTakenBackAtBoth() throws Exception {
    try (Served living = Served.from(first);
        Served next = Served.from(second)) {
      assertEquals(Verdict.OK, redeem(living, first, ann, shared));
      String taken = ticket(first);
      Ticket back = Ticket.parse(taken, new Ed25519Verifier());
      Ran.in(first, "ticket", "revoke", Hex.encode(back.number())).ok();
      ann.sync(living.address());
      try (Served third = restarted(next)) {
        String url = "lattice://first.example.org:7400/" + relay;
        bo.run("sync", "--tcp", third.address());
        assertTrue(bo.ok("relay", "list").startsWith("? " + url), bo.ok("relay", "list"));
        EdgeNode cleo = EdgeNode.init(place.resolve("cleo"));
        cleo.run("sync", "--tcp", third.address());
        assertTrue(cleo.ok("relay", "list").startsWith("no relay"));
        StoreId own = carried(cleo, "diary");
        assertEquals(Verdict.TICKET_EXPIRED, redeem(third, taken, cleo, own));
      }
    }
  }

  /** What serves from the second directory ends and begins again: it looks who serves what. */
  private Served restarted(Served process) throws Exception {
    process.signal("TERM");
    assertEquals(0, process.end());
    return Served.from(second);
  }

  @Test
  void aProcessThatWasSilentForTooLongEndsWithOneSentence() throws Exception {
    try (Served paused = Served.from(first)) {
      assertEquals(Verdict.OK, redeem(paused, first, ann, shared));
      ann.sync(paused.address());
      try (Served next = Served.from(second)) {
        paused.signal("STOP");
        untilTakenOver(next, second, shared);
        paused.signal("CONT");
        assertEquals(4, paused.end());
        String log = paused.log();
        String last = log.lines().reduce((one, other) -> other).orElseThrow();
        assertTrue(last.startsWith("lattice-relay: "), log);
        assertTrue(last.contains(shared + " now; started again, it serves the others"), log);
        assertFalse(log.contains("Exception"), log);
        bo.sync(next.address());
        assertEquals(SECRET, bo.ok("kv", "get", "k"));
      }
    }
  }
}
