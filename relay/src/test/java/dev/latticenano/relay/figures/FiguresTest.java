package dev.latticenano.relay.figures;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.core.Limits;
import dev.latticenano.core.Verdict;
import dev.latticenano.core.intention.AuthorId;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.relay.ChunkLoad;
import dev.latticenano.core.relay.HeldBack;
import dev.latticenano.core.relay.PrunePlan;
import dev.latticenano.relay.home.ShelfFigures;
import dev.latticenano.relay.net.Traffic;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What a Prometheus server and an operator read of a relay. */
class FiguresTest {
  private static final StoreId STORE = StoreId.parse("01234567-89ab-4def-8123-456789abcdef");
  private static final long NOW_MS = 1_800_000_000_000L;

  private static StoreFigures store(long floating, long quota, long taken, long untilSeconds) {
    ChunkLoad none = new ChunkLoad(0, 0, 0, 0, List.of(new ChunkLoad.Holder(member(9), 1)));
    return new StoreFigures(STORE, 5, 2, floating, 3, 1, 4, quota, taken, untilSeconds, none);
  }

  private static RelayFigures relay(long free, long kept, StoreFigures... stores) {
    return relay(free, kept, List.of(new PeerFigures(member(5), true, 0, "")), stores);
  }

  private static RelayFigures relay(
      long free, long kept, List<PeerFigures> peers, StoreFigures... stores) {
    return new RelayFigures(
        "ab",
        List.of(stores),
        new ShelfFigures(free, kept, 1, 2, 3, 4),
        new LinkFigures(1, 0, peers, 0, new Traffic()),
        Map.of(Verdict.NOISE_LENGTH, 2L),
        1500);
  }

  private static List<String> health(long free, long kept, StoreFigures... stores) {
    return Health.of(relay(free, kept, stores), Map.of(), NOW_MS);
  }

  @Test
  void everyMetricIsListedWithItsTypeAndNoOther() throws Exception {
    long tenDaysAgoMs = NOW_MS - 10L * 86_400_000;
    PrunePlan plan = new PrunePlan(1, 7, List.of(new HeldBack(member(1), 9, 312, tenDaysAgoMs)));
    RelayFigures figures = relay(10, 1, store(0, 9, 1, 0));
    String text =
        new String(MetricsText.of(figures, Map.of(STORE, plan), NOW_MS), StandardCharsets.UTF_8);
    Map<String, String> described = new TreeMap<>();
    for (String each : text.split("\n")) {
      if (each.startsWith("# TYPE ")) {
        described.put(each.split(" ")[2], each.split(" ")[3]);
      }
    }
    Map<String, String> listed = new TreeMap<>();
    Path document = Path.of(System.getProperty("repository.root"), "docs/relay-operations.md");
    for (String line : Files.readAllLines(document)) {
      if (line.startsWith("| `lattice_relay_")) {
        String[] cells = line.split("\\|");
        listed.put(cells[1].replaceAll("[` ]|\\{.*", ""), cells[2].strip());
      }
    }
    assertEquals(listed, described);
    assertTrue(text.contains("{store=\"01234567\"} 5.0"), text);
    assertTrue(text.contains("held_back_bytes{store=\"01234567\"} 312.0"), text);
    assertTrue(text.contains("held_back_days{store=\"01234567\"} 10.0"), text);
    assertTrue(text.contains("prunable_bytes{store=\"01234567\"} 7.0"), text);
    assertFalse(text.contains(STORE.toString()), "a whole id is for the operator alone");
  }

  @Test
  void saysNothingWhileAllIsWell() {
    assertEquals(List.of(), health(100, 10, store(0, 1000, 10, 0)));
    assertEquals(List.of(), health(-1, 10), "a database does not tell");
    assertEquals(
        List.of(), health(100, 10, store(0, 1000, 10, NOW_MS / 1000 + Health.ENDING_SECONDS)));
  }

  @Test
  void saysInPlainWordsWhatNeedsSomebody() {
    long soon = NOW_MS / 1000 + 3 * 86_400 + 60;
    Map<String, List<String>> table =
        Map.of(
            "the disk is full: 5 B are free and 10 B are kept free; nothing more is taken until"
                + " there is room",
            health(5, 10),
            "the disk has room for 5 B more; get a larger one or remove stores",
            health(15, 10),
            "store 01234567: its tickets end in 3 days",
            health(100, 10, store(0, 1000, 10, soon)),
            "store 01234567: its tickets have ended; it is read only, and later gone",
            health(100, 10, store(0, 1000, 10, NOW_MS / 1000)),
            "store 01234567: full: its tickets' stores take 1.00 kB of 1.00 kB; another ticket"
                + " gives it room",
            health(100, 10, store(0, 1000, 1000, 0)),
            "store 01234567: nearly full: 100 B of 1.00 kB are left",
            health(100, 10, store(0, 1000, 900, 0)),
            "store 01234567: waits for what 1 intention cites",
            health(100, 10, store(1, 1000, 10, 0)));
    table.forEach((sentence, said) -> assertEquals(List.of(sentence), said));
  }

  @Test
  void saysWhoIsSilentAndHoldsBackMuchOfPruning() {
    long longAgoMs = NOW_MS - 40L * 86_400_000;
    PrunePlan plan =
        new PrunePlan(
            1,
            1,
            List.of(
                new HeldBack(member(1), 9, 312_000_000, longAgoMs),
                new HeldBack(member(2), 9, 5_000_000, 0),
                new HeldBack(member(3), 9, Health.HELD_BACK_BYTES - 1, longAgoMs),
                new HeldBack(member(4), 9, 5_000_000, NOW_MS - Health.SILENT_MS + 1)));
    String after = " of pruning; see: lattice-relay prune --dry-run";
    assertEquals(
        List.of(
            "store 01234567: member 01010101 silent for 40 days holds back 312.0 MB" + after,
            "store 01234567: member 02020202 that never wrote holds back 5.00 MB" + after),
        Health.of(relay(100, 10, store(0, 1000, 10, 0)), Map.of(STORE, plan), NOW_MS));
  }

  @Test
  void saysWhichOtherRelayIsNotReachedFromAnHourOn() {
    long hourMs = Limits.RELAY_PEER_AWAY_MS;
    List<PeerFigures> peers =
        List.of(
            new PeerFigures(member(1), false, hourMs, "nobody answers"),
            new PeerFigures(member(2), false, hourMs - 1, "nobody answers"),
            new PeerFigures(member(3), false, 72 * hourMs, "its host has no address"),
            new PeerFigures(member(4), true, 0, ""));
    RelayFigures figures = relay(100, 10, peers);
    String after = "; if it is gone for good, take it out of peers in settings";
    assertEquals(
        List.of(
            "relay 01010101, which this one calls, has not been reached for 1 hour: nobody answers"
                + after,
            "relay 03030303, which this one calls, has not been reached for 3 days: its host has"
                + " no address"
                + after),
        Health.of(figures, Map.of(), NOW_MS));
    byte[] page = MetricsText.of(figures, Map.of(), NOW_MS);
    String text = new String(page, StandardCharsets.UTF_8);
    assertTrue(text.contains("peer_away_seconds{peer=\"01010101\"} 3600.0"), text);
    assertTrue(text.contains("peer_away_seconds{peer=\"04040404\"} 0.0"), text);
    assertTrue(text.contains("peers_up 1.0"), text);
  }

  @Test
  void saysWhoHoldsBackManyBytesOfChunks() {
    ChunkLoad.Holder most = new ChunkLoad.Holder(member(1), 5_000_000);
    ChunkLoad.Holder few = new ChunkLoad.Holder(member(2), Health.HELD_BACK_BYTES - 1);
    ChunkLoad load = new ChunkLoad(9, 6_000_000, 1, 5_000_000, List.of(most, few));
    StoreFigures store = new StoreFigures(STORE, 5, 2, 0, 3, 1, 4, 1000, 10, 0, load);
    assertEquals(
        List.of(
            "store 01234567: member 01010101 has not signed yet that it needs 5.00 MB of chunks no"
                + " more, which holds them back"),
        health(100, 10, store));
    byte[] page = MetricsText.of(relay(100, 10, store), Map.of(), NOW_MS);
    String text = new String(page, StandardCharsets.UTF_8);
    assertTrue(
        text.contains("chunks_held_back_bytes{member=\"01010101\",store=\"01234567\"} 5000000"));
    assertTrue(text.contains("store_chunks{store=\"01234567\"} 9.0"), text);
  }

  private static AuthorId member(int number) {
    return AuthorId.parse(String.format("%02x", number).repeat(AuthorId.BYTES));
  }
}
