package dev.latticenano.relay.home;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.host.Failure;
import dev.latticenano.host.text.RelayUrl;
import dev.latticenano.relay.home.OperatorSettings.Key;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an operator may choose, and what becomes of a slip. */
class OperatorSettingsTest {
  private static final String KEY = "ab".repeat(32);

  @TempDir Path root;

  private static String peers(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> "lattice://relay" + i + ".example.org:7400/" + ("0" + i).repeat(32))
        .collect(Collectors.joining(", "));
  }

  @Test
  void everyUsualValueIsAllowedAndWhatIsWrittenIsReadAgain() throws Exception {
    OperatorSettings usual = new OperatorSettings();
    for (Key key : Key.values()) {
      usual.choose(key, key.usual());
    }
    usual.choose(Key.ADDRESS, "relay.example.org");
    usual.write(root);
    OperatorSettings read = OperatorSettings.read(root);
    for (Key key : Key.values()) {
      assertEquals(usual.value(key), read.value(key));
    }
    assertEquals("relay.example.org:7400", read.address(Key.ADDRESS).toString());
    assertNull(read.address(Key.METRICS));
    assertEquals(12_000, read.count(Key.LINKS));
    assertEquals(8_000_000, read.waitingBytes());
    assertEquals(10, read.keepFreePercent());
  }

  @Test
  void aFileWithoutChoicesSaysWhatThereIs() throws Exception {
    new OperatorSettings().write(root);
    String text = Files.readString(root.resolve("settings"));
    for (Key key : Key.values()) {
      assertTrue(text.contains("# " + key.text() + " = " + key.usual()), key.text());
    }
    assertEquals("[::]:7400", OperatorSettings.read(root).listen().get(0).toString());
  }

  @Test
  void listensAtSeveralAddresses() throws Exception {
    OperatorSettings settings = OperatorSettings.of("listen = 10.0.0.1, [::1]:99\n", "x");
    assertEquals("[10.0.0.1:7400, [::1]:99]", settings.listen().toString());
  }

  @Test
  void callsSoManyOtherRelaysAndNoMore() throws Exception {
    assertEquals(List.of(), new OperatorSettings().peers());
    String eight = peers(OperatorSettings.PEERS_MAX);
    List<RelayUrl> urls = OperatorSettings.of("peers = " + eight, "x").peers();
    assertEquals(8, urls.size());
    assertEquals(eight, urls.stream().map(RelayUrl::toString).collect(Collectors.joining(", ")));
  }

  @Test
  void namesTheLineOfASlip() {
    for (String wrong :
        List.of(
            "links",
            "links = 0",
            "links = 1000001",
            "links = many",
            "colour = blue",
            "links = 5\nlinks = 6",
            "listen = nowhere:99999",
            "metrics = 127.0.0.1",
            "waiting = 1MB",
            "waiting = 2GiB",
            "storage = postgres://db/lattice",
            "storage = jdbc:postgresql://db:70000/lattice",
            "storage = jdbc:postgresql://db",
            "storage = jdbc:postgresql://db/lattice x",
            "storage-user = a b",
            "storage-user = " + "u".repeat(64),
            "lease = 0s",
            "lease = 601s",
            "lease = 15",
            "peers = relay.example.org",
            "peers = lattice://one:7400/" + KEY + ",",
            "peers = lattice://one:7400/" + KEY + ", lattice://two:7400/" + KEY,
            "peers = " + peers(OperatorSettings.PEERS_MAX + 1),
            "keep-free = 10",
            "keep-free = 91%")) {
      Failure failure =
          assertThrows(Failure.class, () -> OperatorSettings.of("\n# c\n" + wrong, "settings"));
      int line = wrong.contains("\n") ? 4 : 3;
      assertTrue(
          failure.getMessage().startsWith("line " + line + " of settings: "), failure::getMessage);
      assertEquals(Failure.BAD_INPUT, failure.exitCode());
    }
  }

  @Test
  void takesAServerForTheStoresAndNoPassword() throws Exception {
    assertFalse(new OperatorSettings().isOnServer());
    for (String url :
        List.of(
            "jdbc:postgresql://db/lattice",
            "jdbc:postgresql://[::1]:5433/lattice?sslmode=verify-full",
            "jdbc:postgresql://one:5432,two:5432/lattice")) {
      OperatorSettings settings = OperatorSettings.of("storage = " + url + "\nlease = 600s", "x");
      assertTrue(settings.isOnServer());
      assertEquals(url, settings.value(Key.STORAGE));
      assertEquals(600_000, settings.leaseMs());
    }
    String wrong = "storage = jdbc:postgresql://db/lattice?user=u&password=planted";
    Failure failure = assertThrows(Failure.class, () -> OperatorSettings.of(wrong, "x"));
    assertTrue(failure.getMessage().contains("storage-password"), failure::getMessage);
    assertFalse(failure.getMessage().contains("planted"), failure::getMessage);
  }

  @Test
  void readsNoFileWithoutEnd() throws Exception {
    Files.writeString(root.resolve("settings"), "#".repeat(8192));
    OperatorSettings.read(root);
    Files.writeString(root.resolve("settings"), "#".repeat(8193));
    assertThrows(Failure.class, () -> OperatorSettings.read(root));
  }
}
