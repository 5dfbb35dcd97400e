package dev.latticenano.relay.figures;

import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.relay.ChunkLoad;
import dev.latticenano.core.relay.HeldBack;
import dev.latticenano.core.relay.PrunePlan;
import dev.latticenano.host.metrics.MetricsPage;
import dev.latticenano.relay.home.ShelfFigures;
import dev.latticenano.relay.net.Ending;
import dev.latticenano.relay.net.Traffic;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/** Figures in Prometheus' text form. The names are listed in docs/relay-operations.md. */
public final class MetricsText {
  private static final double DAY_MS = 86_400_000;

  private final MetricsPage page = new MetricsPage("lattice_relay_");

  private MetricsText() {}

  /**
   * The text, in UTF-8.
   *
   * @param plans what was found last that prunes of stores would drop
   */
  public static byte[] of(RelayFigures figures, Map<StoreId, PrunePlan> plans, long nowMs) {
    MetricsText text = new MetricsText();
    text.stores(figures);
    text.plans(plans, nowMs);
    text.chunks(figures);
    text.shelf(figures.shelf());
    if (figures.links() != null) {
      text.links(figures.links());
    }
    text.refusals(figures);
    text.page.gauge("uptime_seconds", "Seconds since the start.", figures.uptimeMs() / 1000.0);
    return text.page.toBytes();
  }

  private void stores(RelayFigures figures) {
    page.gauge("stores", "Stores held.", figures.stores().size());
    perStore(figures, "intentions", "Intentions held.", StoreFigures::intentions);
    perStore(figures, "authors", "Authors of these.", StoreFigures::authors);
    perStore(figures, "floating", "Intentions that wait for others.", StoreFigures::floating);
    perStore(figures, "members", "Members that the manifest lists.", StoreFigures::members);
    perStore(figures, "links", "Links over which it is in a session.", StoreFigures::links);
    perStore(
        figures, "quota_bytes", "Bytes its tickets promise together.", StoreFigures::quotaBytes);
    perStore(
        figures, "taken_bytes", "Bytes that their stores take together.", StoreFigures::takenBytes);
  }

  // Of each store the member who alone holds back most.
  private void plans(Map<StoreId, PrunePlan> plans, long nowMs) {
    plan(plans, "prunable_bytes", "Bytes that the next prune drops.", PrunePlan::bytes);
    plan(
        plans,
        "held_back_bytes",
        "Bytes that one member alone holds back of pruning.",
        plan -> plan.heldBack().isEmpty() ? 0 : plan.heldBack().get(0).bytes());
    plan(
        plans,
        "held_back_days",
        "Days since that member wrote; -1: never.",
        plan -> plan.heldBack().isEmpty() ? 0 : silentDays(plan.heldBack().get(0), nowMs));
  }

  private void plan(
      Map<StoreId, PrunePlan> plans, String name, String help, ToDoubleFunction<PrunePlan> figure) {
    page.storeGauges(
        name,
        help,
        plans.entrySet(),
        each -> StoreFigures.name(each.getKey()),
        each -> figure.applyAsDouble(each.getValue()));
  }

  private static double silentDays(HeldBack back, long nowMs) {
    return back.lastWroteMs() == 0 ? -1 : Math.max(0, nowMs - back.lastWroteMs()) / DAY_MS;
  }

  private void chunks(RelayFigures figures) {
    perStore(figures, "chunks", "Chunks held.", store -> store.chunks().chunks());
    perStore(figures, "chunk_bytes", "Bytes of these.", store -> store.chunks().bytes());
    perStore(
        figures,
        "chunks_awaited",
        "Chunks that are needed and not held.",
        store -> store.chunks().awaited());
    perStore(
        figures,
        "spare_bytes",
        "Bytes of chunks that the newest list leaves out.",
        store -> store.chunks().spareBytes());
    List<MetricsPage.Point> held = new ArrayList<>();
    for (StoreFigures store : figures.stores()) {
      for (ChunkLoad.Holder each : store.chunks().heldBack()) {
        Map<String, String> labels =
            Map.of("store", store.name(), "member", each.member().shortText());
        held.add(new MetricsPage.Point(each.bytes(), labels));
      }
    }
    page.gauges(
        "store_chunks_held_back_bytes",
        "Bytes of chunks that a member has not signed yet to need no more.",
        held);
  }

  private void shelf(ShelfFigures shelf) {
    page.counters(
        "written_bytes",
        "Bytes written since the start.",
        "use",
        Map.of("log", shelf.logBytes(), "index", shelf.indexBytes(), "chunk", shelf.chunkBytes()));
    page.counter("syncs", "Syncs of files since the start.", shelf.syncs());
    page.gauge("disk_free_bytes", "Bytes free on the file system.", shelf.freeBytes());
    page.gauge("disk_kept_bytes", "Bytes of these that stay free.", shelf.keptBytes());
  }

  private void links(LinkFigures links) {
    page.gauge("links", "Links that are up.", links.up());
    page.gauge("strangers", "Links over which nobody is proven yet.", links.strangers());
    page.gauge("peers_up", "Other relays that it calls and has a link to.", links.peersUp());
    List<MetricsPage.Point> away = new ArrayList<>();
    for (PeerFigures each : links.peers()) {
      away.add(new MetricsPage.Point(each.awayMs() / 1000.0, Map.of("peer", each.name())));
    }
    page.gauges("peer_away_seconds", "Seconds for which there is no link to it.", away);
    page.gauge("waiting_bytes", "Bytes of frames that came or went in part.", links.waitingBytes());
    Traffic traffic = links.traffic();
    page.counter("received_bytes", "Bytes that came over links.", traffic.bytesIn());
    page.counter("sent_bytes", "Bytes that went over links.", traffic.bytesOut());
    page.counter("received_frames", "Frames that came over links.", traffic.framesIn());
    page.counter("sent_frames", "Frames that went over links.", traffic.framesOut());
    page.counter("calls", "Calls taken.", traffic.callsTaken());
    page.counter("calls_turned_away", "Calls not taken.", traffic.callsTurnedAway());
    Map<String, Long> endings = new TreeMap<>();
    for (Ending ending : Ending.values()) {
      endings.put(ending.name().toLowerCase(Locale.ROOT), traffic.endings(ending));
    }
    page.counters("links_ended", "Links that ended, by reason.", "why", endings);
  }

  private void refusals(RelayFigures figures) {
    Map<String, Long> named = new TreeMap<>();
    figures.refusals().forEach((verdict, times) -> named.put(verdict.name(), times));
    page.counters(
        "refusals", "What peers did wrong since the start, by verdict.", "verdict", named);
  }

  private void perStore(
      RelayFigures figures, String name, String help, ToDoubleFunction<StoreFigures> figure) {
    page.storeGauges(name, help, figures.stores(), StoreFigures::name, figure);
  }
}
