package dev.latticenano.relay.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.grack.nanojson.JsonArray;
import com.grack.nanojson.JsonObject;
import com.grack.nanojson.JsonParser;
import dev.latticenano.core.crypto.Ed25519Verifier;
import dev.latticenano.core.relay.Ticket;
import dev.latticenano.host.Failure;
import dev.latticenano.relay.home.RelayHome;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A relay made, and space promised. */
class TicketCommandsTest {
  private static final String KEY = "ab".repeat(32);
  private static final String STORE = "01234567-89ab-4def-8123-456789abcdef";

  @TempDir Path place;
  private Path dir;
  private Ran init;

  @BeforeEach
  void makeARelay() {
    dir = place.resolve("deep/relay");
    init = Ran.in(dir, "init", "--address", "relay.example.org").ok();
  }

  @Test
  void aRelayHasAnIdentityThatNobodyElseReadsAndAUrl() throws Exception {
    Path key = dir.resolve("identity.key");
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(key)));
    assertEquals(32, Files.size(key));
    assertEquals("lattice://relay.example.org:7400/" + init.field("key"), init.field("url"));
    Ran.in(dir, "init").refused(Failure.BAD_INPUT, "is a data directory already");
  }

  @Test
  void aTicketIsTheRelaysOwnPromise() throws Exception {
    Ran made =
        Ran.in(
                dir,
                "ticket",
                "create",
                "--space",
                "10GB",
                "--stores",
                "3",
                "--serve",
                "365d",
                "--note",
                "choir")
            .ok();
    Ticket ticket = Ticket.parse(made.field("ticket"), new Ed25519Verifier());
    assertEquals(init.field("key"), ticket.relay().toString());
    assertEquals(10_000_000_000L, ticket.promise().space());
    assertEquals(3, ticket.promise().stores());
    assertEquals(0, ticket.promise().redeemBeforeMs());
    assertTrue(ticket.promise().untilMs() > System.currentTimeMillis());
    assertEquals(init.field("url"), made.field("url"));
  }

  @Test
  void theListShowsWhatWasPromisedAndNoText() throws Exception {
    assertTrue(Ran.in(dir, "ticket", "list").ok().out().startsWith("no tickets yet"));
    Ran made = Ran.in(dir, "ticket", "create", "--space", "1GB", "--note", "a b").ok();
    String number = made.field("number");
    String line = Ran.in(dir, "ticket", "list").ok().out();
    assertTrue(line.startsWith(number + "  good     1.00 GB   1 store"), line);
    JsonArray rows = JsonParser.array().from(Ran.in(dir, "ticket", "list", "--json").ok().out());
    JsonObject row = (JsonObject) rows.get(0);
    assertEquals("a b", row.getString("note"));
    assertEquals(1_000_000_000, row.getLong("space"));
    assertNotNull(row.getString("created"));
    String text = made.field("ticket");
    try (Stream<Path> files = Files.walk(dir)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        assertFalse(Files.readString(file, StandardCharsets.ISO_8859_1).contains(text));
      }
    }
  }

  @Test
  void aTicketTakenBackIsKnownToTheRelay() throws Exception {
    Ran made = Ran.in(dir, "ticket", "create", "--space", "1GB").ok();
    byte[] number = Ticket.parse(made.field("ticket"), new Ed25519Verifier()).number();
    RelayHome relay = RelayHome.open(dir);
    assertFalse(relay.tickets().isRevoked(number));
    Ran.in(dir, "ticket", "revoke", made.field("number")).ok();
    assertTrue(relay.tickets().isRevoked(number));
    assertTrue(Ran.in(dir, "ticket", "list").ok().out().contains("revoked"));
    Ran.in(dir, "ticket", "revoke", "ffffffffff").refused(Failure.NOT_FOUND, "no ticket's number");
    number[0] ^= 1;
    assertFalse(relay.tickets().isRevoked(number), "nobody told the relay of that one");
  }

  @Test
  void aRecordThatCannotBeReadCountsAsTakenBack() throws Exception {
    String text = Ran.in(dir, "ticket", "create", "--space", "1GB").ok().field("ticket");
    byte[] number = Ticket.parse(text, new Ed25519Verifier()).number();
    try (Stream<Path> files = Files.list(dir.resolve("tickets"))) {
      Files.writeString(files.findFirst().orElseThrow(), "{");
    }
    assertTrue(RelayHome.open(dir).tickets().isRevoked(number));
    assertTrue(Ran.in(dir, "ticket", "list").ok().out().startsWith("no tickets yet"));
  }

  @Test
  void aTicketForOneStoreNamesItsOwner() throws Exception {
    Ran made =
        Ran.in(dir, "ticket", "create", "--space", "1GB", "--store", STORE, "--owner", KEY).ok();
    Ticket ticket = Ticket.parse(made.field("ticket"), new Ed25519Verifier());
    assertEquals(STORE, ticket.store().toString());
    assertEquals(KEY, ticket.owner().toString());
    Ran.in(dir, "ticket", "create", "--space", "1GB", "--store", STORE)
        .refused(Failure.BAD_INPUT, "--store and --owner go together");
  }

  @Test
  void refusesPromisesThatNoTicketCanMake() {
    for (String[] wrong :
        new String[][] {
          {"--space", "0"},
          {"--space", "much"},
          {"--space", "1GB", "--stores", "0"},
          {"--space", "1GB", "--stores", "4097"},
          {"--space", "1GB", "--serve", "soon"},
          {"--space", "1GB", "--note", "x".repeat(201)},
          {"--space", "1GB", "--store", STORE, "--owner", "abc"},
          {"--space", "1GB", "--store", STORE, "--owner", KEY, "--stores", "2"},
        }) {
      String[] words = new String[2 + wrong.length];
      words[0] = "ticket";
      words[1] = "create";
      System.arraycopy(wrong, 0, words, 2, wrong.length);
      Ran.in(dir, words).refused(Failure.BAD_INPUT, "");
    }
  }

  @Test
  void worksOnlyWhereARelayIs() throws Exception {
    Ran.in(place.resolve("nowhere"), "ticket", "list")
        .refused(Failure.NOT_FOUND, "is not a relay's directory");
    Files.delete(dir.resolve("kind"));
    Ran.in(dir, "ticket", "list").refused(Failure.NOT_FOUND, "is a node's directory");
  }
}
