package dev.latticenano.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.core.store.StoreException;
import dev.latticenano.core.store.StoreException.Kind;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What is said when the server is not there, refuses, or was written by a later program. */
class FailureTest {
  @Test
  void aServerThatIsNotThereIsNamed() throws Exception {
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    refused("127.0.0.1:" + port + "/postgres", "lattice", "refused");
  }

  @Test
  void aDatabaseOrAUserThatIsNotThereIsNamed() throws Exception {
    String server = PostgresServer.shared().url().replaceFirst("^jdbc:postgresql://", "");
    refused(
        server.replace("/postgres", "/nowhere"), "lattice", "\"nowhere\" does not exist (3D000)");
    refused(server, "nobody", "role \"nobody\" does not exist (28000)");
  }

  private static void refused(String address, String user, String why) {
    SiteSettings settings =
        new SiteSettings("jdbc:postgresql://" + address + "?x=y", user, "", "me", 15_000, 250);
    StoreException failure = assertThrows(StoreException.class, () -> PostgresSite.open(settings));
    assertEquals(Kind.IO, failure.kind());
    String text = failure.getMessage();
    assertTrue(text.startsWith("the PostgreSQL server " + address + " could not read"), text);
    assertTrue(text.contains(why), text);
    assertEquals(1, text.lines().count(), text);
  }

  @Test
  void aLaterFormatIsRefusedAndLeftAlone() throws Exception {
    SiteSettings settings = PostgresServer.shared().freshSite("me");
    PostgresSite.open(settings).close();
    PostgresServer.execute(settings.url(), "INSERT INTO lattice_format VALUES (2)");
    StoreException failure = assertThrows(StoreException.class, () -> PostgresSite.open(settings));
    assertEquals(Kind.NEWER, failure.kind());
    assertTrue(failure.getMessage().endsWith("have format 2, this program knows 1"));
  }

  @Test
  void processesThatComeAtOnceMakeTheTablesOnce() throws Exception {
    SiteSettings settings = PostgresServer.shared().freshSite("me");
    List<CompletableFuture<Void>> all = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      all.add(CompletableFuture.runAsync(() -> open(settings)));
    }
    for (CompletableFuture<Void> each : all) {
      each.get();
    }
  }

  private static void open(SiteSettings settings) {
    try {
      PostgresSite.open(settings).close();
    } catch (StoreException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void settingsOutsideTheirLimitsAreRefused() {
    int[][] numbers = {{99, 250}, {600_001, 250}, {100, 249}};
    for (int[] each : numbers) {
      assertThrows(
          IllegalArgumentException.class,
          () -> new SiteSettings("jdbc:postgresql://h/d", "u", "", "me", each[0], each[1]));
    }
    for (String holder : new String[] {"", "x".repeat(201)}) {
      assertThrows(
          IllegalArgumentException.class,
          () -> SiteSettings.of("jdbc:postgresql://h/d", "u", "", holder));
    }
    new SiteSettings("jdbc:postgresql://h/d", "u", "", "x".repeat(200), 100, 250);
    new SiteSettings("jdbc:postgresql://h/d", "u", "", "x", 600_000, 250);
  }

  @Test
  void entriesOutsideTheirLimitsAreRefused() throws Exception {
    SiteSettings settings = PostgresServer.shared().freshSite("me");
    try (PostgresSite site = PostgresSite.open(settings)) {
      SharedEntries shared = site.shared();
      byte[] most = new byte[EntryRows.VALUE_BYTES_MAX + 1];
      byte[][] keys = {new byte[0], new byte[EntryRows.KEY_BYTES_MAX + 1]};
      for (byte[] key : keys) {
        assertThrows(IllegalArgumentException.class, () -> shared.replace(key, null, new byte[1]));
      }
      assertThrows(IllegalArgumentException.class, () -> shared.replace(new byte[1], null, most));
      assertTrue(
          shared.replace(
              new byte[EntryRows.KEY_BYTES_MAX], null, new byte[EntryRows.VALUE_BYTES_MAX]));
    }
  }
}
