package dev.latticenano.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.grack.nanojson.JsonArray;
import com.grack.nanojson.JsonObject;
import com.grack.nanojson.JsonParser;
import dev.latticenano.core.Verdict;
import dev.latticenano.core.crypto.Ed25519Verifier;
import dev.latticenano.core.intention.AuthorId;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.relay.Manifest;
import dev.latticenano.core.relay.ManifestWriter;
import dev.latticenano.core.relay.Ticket;
import dev.latticenano.relay.cli.Ran;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two real nodes that are never awake together, and a relay process between them. */
@Timeout(120)
class MeetingPlaceTest {
  private static final String SECRET = "plantedplaintext";

  @TempDir static Path made;
  private static AuthorId relayKey;
  private static StoreId store;
  @TempDir Path place;
  private Path dir;
  private AuthorId relay;
  private EdgeNode ann;
  private EdgeNode bo;

  @BeforeAll
  static void makeAStoreOfTwoAndARelay() throws Exception {
    relayKey = AuthorId.parse(Ran.in(made.resolve("relay"), "init").ok().field("key"));
    EdgeNode ann = EdgeNode.init(made.resolve("ann"));
    EdgeNode bo = EdgeNode.init(made.resolve("bo"));
    store =
        StoreId.parse(ann.ok("store", "create", "notes", "--type", "core:kvstore").split(" ")[0]);
    bo.ok("store", "join", ann.ok("store", "invite", "notes", "--role", "voter"));
    ann.letCarry(store, relayKey);
    ann.meet(bo);
  }

  @BeforeEach
  void beginWithThose() throws Exception {
    EdgeNode.copy(made, place);
    dir = place.resolve("relay");
    relay = relayKey;
    ann = new EdgeNode(place.resolve("ann"));
    bo = new EdgeNode(place.resolve("bo"));
  }

  private Ticket ticket(String... options) throws Exception {
    String[] words = new String[4 + options.length];
    System.arraycopy(new String[] {"ticket", "create", "--space", "100MB"}, 0, words, 0, 4);
    System.arraycopy(options, 0, words, 4, options.length);
    return Ticket.parse(Ran.in(dir, words).ok().field("ticket"), new Ed25519Verifier());
  }

  private ManifestWriter members() throws Exception {
    return ann.manifest(store)
        .member(ann.key(), Manifest.OWNER, false)
        .member(bo.key(), Manifest.VOTER, false)
        .member(relay, Manifest.CARRIER, false);
  }

  private Verdict redeem(int port, ManifestWriter manifest, long sequence, Ticket ticket)
      throws Exception {
    Manifest signed = manifest.sign(sequence, System.currentTimeMillis(), ann.signer());
    return ann.open(home -> Redemption.at(port, home.node(), signed, ticket));
  }

  private JsonObject held() throws Exception {
    JsonArray rows = JsonParser.array().from(Ran.in(dir, "stores", "--json").ok().out());
    return (JsonObject) rows.get(0);
  }

  /** A relay that holds the store. */
  private Running holding() throws Exception {
    Running running = new Running(dir);
    assertEquals(Verdict.OK, redeem(running.port(), members(), 1, ticket()));
    return running;
  }

  @Test
  void whatOneLeavesTheOtherFindsAndTheRelayCannotReadIt() throws Exception {
    ann.ok("kv", "put", "k", SECRET);
    try (Running relay = holding()) {
      ann.sync(relay.address());
      bo.sync(relay.address());
      assertEquals(SECRET, bo.ok("kv", "get", "k"));
      bo.ok("kv", "put", "k", SECRET + " again");
      bo.sync(relay.address());
      ann.sync(relay.address());
      assertEquals(SECRET + " again", ann.ok("kv", "get", "k"));
    }
    try (Stream<Path> files = Files.walk(dir)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String text = Files.readString(file, StandardCharsets.ISO_8859_1);
        assertFalse(text.contains(SECRET), file.toString());
      }
    }
  }

  @Test
  void whatWasAcknowledgedOutlivesAKill() throws Exception {
    ann.ok("kv", "put", "k", SECRET);
    try (Served process = Served.from(dir)) {
      assertEquals(Verdict.OK, redeem(process.port(), members(), 1, ticket()));
      ann.sync(process.address());
      process.kill();
      assertFalse(process.log().contains(SECRET));
      assertTrue(process.log().contains("INFO admitted store=" + store.toString().substring(0, 8)));
    }
    assertTrue(held().getLong("intentions") >= 3);
    try (Running relay = new Running(dir)) {
      bo.sync(relay.address());
      assertEquals(SECRET, bo.ok("kv", "get", "k"));
    }
  }

  @Test
  void aStrangerFindsNothingAndWhoeverIsOutNothingMore() throws Exception {
    EdgeNode eve = EdgeNode.init(place.resolve("eve"));
    try (Running relay = holding()) {
      ann.ok("kv", "put", "k", "one");
      ann.sync(relay.address());
      eve.ok("store", "join", ann.ok("store", "invite", "notes", "--role", "voter"));
      eve.run("sync", "--tcp", relay.address());
      assertEquals(
          "being fetched", eve.ok("store", "list").replaceAll("(?s).*(being fetched).*", "$1"));
      // Its node tells the relay of the members that the store has by then.
      ann.ok("member", "revoke", bo.key().toString(), "--yes");
      ManifestWriter without =
          ann.manifest(store)
              .member(ann.key(), Manifest.OWNER, false)
              .member(this.relay, Manifest.CARRIER, false)
              .out(bo.key());
      assertEquals(Verdict.OK, redeem(relay.port(), without, 2, null));
      ann.ok("kv", "put", "k", "two");
      ann.sync(relay.address());
      EdgeNode.Left left = bo.run("sync", "--tcp", relay.address());
      assertEquals(3, left.code(), left::toString);
      assertFalse(bo.run("kv", "get", "k").out().contains("two"));
      assertTrue(held().getInt("manifest") >= 2);
    }
  }

  @Test
  void aTicketTakenBackBringsNoStoreMore() throws Exception {
    Ticket ticket = ticket();
    String number = Ran.in(dir, "ticket", "list").ok().out().substring(0, 8);
    Ran.in(dir, "ticket", "revoke", number).ok();
    try (Running relay = new Running(dir)) {
      assertEquals(Verdict.TICKET_EXPIRED, redeem(relay.port(), members(), 1, ticket));
      assertEquals(Verdict.OK, redeem(relay.port(), members(), 1, ticket()));
    }
  }

  @Test
  void aStoreThatTheOperatorRemovesIsGoneAndMayComeAgain() throws Exception {
    ann.ok("kv", "put", "k", "one");
    try (Running relay = holding()) {
      ann.sync(relay.address());
      Ran.in(dir, "stores", "remove", store.toString().substring(0, 6)).refused(5, "add --yes");
      Ran.in(dir, "stores", "remove", store.toString(), "--yes").ok();
      assertEquals("[]", Ran.in(dir, "stores", "--json").ok().out().replaceAll("\\s", ""));
      assertFalse(Files.exists(dir.resolve("stores").resolve(store.toString())));
      assertEquals(Verdict.OK, redeem(relay.port(), members(), 1, ticket()));
      ann.sync(relay.address());
      bo.sync(relay.address());
      assertEquals("one", bo.ok("kv", "get", "k"));
    }
  }

  @Test
  void saysBeforehandThatAPruneWouldDropNothing() throws Exception {
    for (int i = 0; i < 5; i++) {
      ann.ok("kv", "put", "k", "value " + i);
    }
    String digits = store.toString().substring(0, 6);
    String served;
    try (Running relay = holding()) {
      ann.sync(relay.address());
      served = Ran.in(dir, "prune", "--dry-run", "--json").ok().out();
      JsonObject plan = (JsonObject) JsonParser.array().from(served).get(0);
      assertEquals(store.toString(), plan.getString("store"));
      assertEquals(0, plan.getLong("intentions"), "nobody has acknowledged anything");
      Ran text = Ran.in(dir, "prune", "--dry-run", "--store", digits).ok();
      assertTrue(text.out().startsWith(digits) && text.out().contains("would drop 0"), text.out());
      assertTrue(Ran.in(dir, "prune").ok().out().startsWith("pruning 1 store"));
      Ran.in(dir, "status").ok();
      Ran.in(dir, "prune", "--dry-run", "--store", "zz").refused(3, "no store's id begins with");
    }
    assertEquals(served, Ran.in(dir, "prune", "--dry-run", "--json").ok().out());
    Ran.in(dir, "prune").refused(3, "prunes by itself");
  }

  @Test
  void aDiskThatIsFullTakesNoMoreAndGoesOnByItself() throws Exception {
    Path point = Files.createDirectory(place.resolve("small"));
    assumeTrue(mounted(point), "skipped: no small disk may be mounted here");
    try {
      Path small = point.resolve("relay");
      relay = AuthorId.parse(Ran.in(small, "init").ok().field("key"));
      dir = small;
      ann.letCarry(store, relay);
      Files.writeString(small.resolve("settings"), "keep-free = 50%\n");
      try (Running serving = holding()) {
        Path ballast = Files.write(point.resolve("ballast"), new byte[12_000_000]);
        ann.ok("kv", "put", "k", "one");
        EdgeNode.Left left = ann.run("sync", "--tcp", serving.address());
        assertEquals(7, left.code(), left::toString);
        assertTrue(Ran.in(small, "status").ok().out().contains("! the disk is full"));
        Files.delete(ballast);
        ann.sync(serving.address());
      }
      assertTrue(held().getLong("intentions") >= 3);
    } finally {
      run("umount", point.toString());
    }
  }

  private static boolean mounted(Path point) throws Exception {
    return run("mount", "-t", "tmpfs", "-o", "size=20m", "tmpfs", point.toString()) == 0;
  }

  private static int run(String... command) throws Exception {
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start()
        .waitFor();
  }
}
