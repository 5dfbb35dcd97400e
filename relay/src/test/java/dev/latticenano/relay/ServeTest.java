package dev.latticenano.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.grack.nanojson.JsonObject;
import com.grack.nanojson.JsonParser;
import dev.latticenano.host.Failure;
import dev.latticenano.link.LinkException;
import dev.latticenano.link.TcpLink;
import dev.latticenano.relay.cli.Ran;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A relay process, its operator beside it, and callers who are nobody. */
@Timeout(120)
class ServeTest {
  @TempDir Path place;
  private Path dir;

  @BeforeEach
  void makeARelay() {
    dir = place.resolve("relay");
    Ran.in(dir, "init").ok();
  }

  private JsonObject status() throws Exception {
    return JsonParser.object().from(Ran.in(dir, "status", "--json").ok().out());
  }

  @Test
  void servesUntilToldToStopAndThenGivesEverythingBack() throws Exception {
    assertNull(status().getObject("links"));
    try (Served served = Served.from(dir)) {
      JsonObject status = status();
      assertTrue(status.getBoolean("serving"));
      assertEquals(0, status.getObject("links").getLong("up"));
      assertTrue(status.getObject("disk").getLong("kept_bytes") > 0);
      String text = Ran.in(dir, "status").ok().out();
      assertTrue(text.contains("serves  for 0 minutes"), text);
      assertTrue(text.contains("checks  signatures by Java, on "), text);
      assertEquals("Java", status.getObject("checks").getString("by"));
      assertEquals("", status.getObject("checks").getString("finding"));
      assertTrue(Ran.in(dir, "stores").ok().out().startsWith("no stores yet"));
      Path socket = dir.resolve("control");
      assertEquals(
          "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(socket)));
      served.signal("TERM");
      assertEquals(0, served.end());
      assertTrue(served.log().contains("INFO stopped"), served.log());
      assertTrue(served.log().contains("INFO checks by=\"Java\" threads="), served.log());
    }
    assertFalse(Files.exists(dir.resolve("control")));
    assertFalse(status().getBoolean("serving"));
    assertTrue(Ran.in(dir, "status").ok().out().contains("serves  no"));
  }

  @Test
  void oneServesAtATimeAndAKilledOneIsInNobodysWay() throws Exception {
    try (Served first = Served.from(dir)) {
      try (Served second = Served.start(dir)) {
        assertEquals(Failure.LOCKED, second.end());
        assertTrue(second.log().contains("is in use by process"), second.log());
      }
      first.kill();
    }
    assertFalse(status().getBoolean("serving"));
    try (Served again = Served.from(dir)) {
      assertTrue(status().getBoolean("serving"));
      again.signal("INT");
      assertEquals(0, again.end());
    }
  }

  @Test
  void hangsUpOnWhoeverDoesNotSpeakAsNodesDo() throws Exception {
    try (Served served = Served.from(dir);
        TcpLink caller = TcpLink.connect("127.0.0.1", served.port(), 5000)) {
      caller.send("GET / HTTP/1.1".getBytes(StandardCharsets.US_ASCII), 0, 14);
      byte[] answer = new byte[TcpLink.FRAME_BYTES_MAX];
      LinkException end =
          assertThrows(LinkException.class, () -> caller.receive(answer, 0, 20_000));
      assertEquals(LinkException.Kind.CLOSED_BY_PEER, end.kind());
      served.signal("TERM");
      assertEquals(0, served.end());
      assertTrue(served.log().contains("verdict=NOISE_KIND_UNKNOWN"), served.log());
      assertFalse(served.log().contains("127.0.0.1"), served.log());
    }
  }

  @Test
  void readsItsSettingsAgainWhenToldTo() throws Exception {
    Ran.in(dir, "reload").refused(Failure.NOT_FOUND, "no relay serves");
    try (Served served = Served.from(dir)) {
      Files.writeString(dir.resolve("settings"), "links-per-address = 1\n");
      Ran.in(dir, "reload").ok();
      try (TcpLink first = TcpLink.connect("127.0.0.1", served.port(), 5000);
          TcpLink second = TcpLink.connect("127.0.0.1", served.port(), 5000)) {
        assertTrue(first.isOwnMachine());
        byte[] answer = new byte[TcpLink.FRAME_BYTES_MAX];
        assertThrows(LinkException.class, () -> second.receive(answer, 0, 20_000));
      }
      Files.writeString(dir.resolve("settings"), "links = blue\n");
      Ran.in(dir, "reload").refused(Failure.BAD_INPUT, "line 1 of");
      served.signal("HUP");
      // Java takes up two signals on two threads: the second could be first.
      served.awaitLog("ERROR not_reloaded");
      served.signal("TERM");
      assertEquals(0, served.end());
    }
  }

  @Test
  void theDoctorSaysWhatIsWrong() throws Exception {
    assertEquals("healthy\n", Ran.in(dir, "doctor").ok().out());
    Path key = dir.resolve("identity.key");
    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r--r--"));
    Files.createDirectories(dir.resolve("tickets"));
    Files.writeString(dir.resolve("tickets").resolve("ab".repeat(16)), "{");
    Files.createDirectories(dir.resolve("memory"));
    Files.writeString(dir.resolve("memory").resolve("73ff"), "torn");
    Ran found = Ran.in(dir, "doctor");
    assertEquals(Failure.FINDINGS, found.code(), found::toString);
    assertTrue(found.out().contains("chmod 600 " + key), found.out());
    assertTrue(found.out().contains("counts as taken back"), found.out());
    assertTrue(found.out().contains("memory/73ff"), found.out());
    assertTrue(found.out().contains("3 things to do"), found.out());
    Files.writeString(dir.resolve("settings"), "links = blue");
    assertTrue(Ran.in(dir, "doctor").out().contains("line 1 of"));
  }

  @Test
  void refusesAnAddressThatCannotBeHad() throws Exception {
    try (Served served = Served.from(dir)) {
      Path other = place.resolve("other");
      Ran.in(other, "init").ok();
      try (Served second = Served.start(other, "--listen", served.address())) {
        assertEquals(Failure.LINK, second.end());
        assertTrue(second.log().startsWith("lattice-relay: cannot listen at"), second.log());
        assertEquals(1, second.log().lines().count());
      }
      try (Served third = Served.start(other, "--listen", "nobody.invalid")) {
        assertEquals(Failure.LINK, third.end());
      }
    }
  }

  @Test
  void aPrometheusServerReadsTheFiguresThatAreListed() throws Exception {
    try (Served served = Served.from(dir, "--metrics", "0")) {
      String line = served.line();
      assertTrue(line.startsWith("listening metrics http://127.0.0.1:"), line);
      HttpResponse<String> answer =
          HttpClient.newHttpClient()
              .send(
                  HttpRequest.newBuilder(URI.create(line.substring("listening metrics ".length())))
                      .build(),
                  HttpResponse.BodyHandlers.ofString());
      assertEquals(200, answer.statusCode());
      Map<String, String> described = new TreeMap<>();
      for (String each : answer.body().split("\n")) {
        if (each.startsWith("# TYPE ")) {
          described.put(each.split(" ")[2], each.split(" ")[3]);
        }
      }
      assertTrue(described.size() > 10, answer.body());
      assertTrue(documented().entrySet().containsAll(described.entrySet()), answer.body());
      assertTrue(answer.body().contains("lattice_relay_links 0.0"), answer.body());
    }
  }

  /** Name and type of every metric that docs/relay-operations.md lists. */
  static Map<String, String> documented() throws Exception {
    Map<String, String> all = new TreeMap<>();
    for (String line :
        Files.readAllLines(Packed.root().resolve("docs").resolve("relay-operations.md"))) {
      if (line.startsWith("| `lattice_relay_")) {
        String[] cells = line.split("\\|");
        all.put(cells[1].replaceAll("[` ]|\\{.*", ""), cells[2].strip());
      }
    }
    return all;
  }

  @Test
  void aPasswordForOthersToReadIsRefusedAndNotSaid() throws Exception {
    Path alone = place.resolve("alone");
    Ran.in(alone, "init", "--storage", "jdbc:postgresql://127.0.0.1:1/lattice").ok();
    Path password = alone.resolve("storage-password");
    Files.writeString(password, "plantedpassword");
    Files.setPosixFilePermissions(password, PosixFilePermissions.fromString("rw-r-----"));
    Ran refused = Ran.in(alone, "serve").refused(5, "chmod 600 " + password);
    assertFalse(refused.err().contains("planted"));
    assertTrue(Ran.in(alone, "doctor").out().contains("chmod 600 " + password));
  }
}
