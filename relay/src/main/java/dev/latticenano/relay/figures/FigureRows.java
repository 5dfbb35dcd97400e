package dev.latticenano.relay.figures;

import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.relay.ChunkLoad;
import dev.latticenano.core.relay.PrunePlan;
import dev.latticenano.host.text.Times;
import dev.latticenano.relay.home.ShelfFigures;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Figures as maps and lists, for JSON. */
public final class FigureRows {
  private FigureRows() {}

  /** The whole relay, with what needs somebody. */
  public static Map<String, Object> of(
      RelayFigures figures, Map<StoreId, PrunePlan> plans, long nowMs) {
    Map<String, Object> row = of(figures);
    row.put("health", Health.of(figures, plans, nowMs));
    return row;
  }

  /** The whole relay. */
  public static Map<String, Object> of(RelayFigures figures) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("key", figures.key());
    row.put("serving", figures.links() != null);
    row.put("uptime_seconds", figures.uptimeMs() / 1000);
    row.put("links", figures.links() == null ? null : links(figures.links()));
    row.put("disk", disk(figures.shelf()));
    List<Object> stores = new ArrayList<>();
    figures.stores().forEach(each -> stores.add(store(each)));
    row.put("stores", stores);
    return row;
  }

  private static Map<String, Object> links(LinkFigures links) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("up", links.up());
    row.put("strangers", links.strangers());
    row.put("waiting_bytes", links.waitingBytes());
    row.put("received_bytes", links.traffic().bytesIn());
    row.put("sent_bytes", links.traffic().bytesOut());
    row.put("calls", links.traffic().callsTaken());
    row.put("calls_turned_away", links.traffic().callsTurnedAway());
    return row;
  }

  private static Map<String, Object> disk(ShelfFigures shelf) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("free_bytes", shelf.freeBytes());
    row.put("kept_bytes", shelf.keptBytes());
    row.put("written_bytes", shelf.logBytes() + shelf.indexBytes() + shelf.chunkBytes());
    row.put("syncs", shelf.syncs());
    return row;
  }

  private static Map<String, Object> store(StoreFigures store) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("id", store.id().toString());
    row.put("intentions", store.intentions());
    row.put("authors", store.authors());
    row.put("floating", store.floating());
    row.put("members", store.members());
    row.put("manifest", store.sequence());
    row.put("links", store.links());
    row.put("quota_bytes", store.quotaBytes());
    row.put("taken_bytes", store.takenBytes());
    row.put("chunks", chunks(store.chunks()));
    long until = store.untilSeconds();
    row.put("serves_until", until == 0 ? null : Times.seconds(until * 1000));
    return row;
  }

  private static Map<String, Object> chunks(ChunkLoad load) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("count", load.chunks());
    row.put("bytes", load.bytes());
    row.put("awaited", load.awaited());
    row.put("spare_bytes", load.spareBytes());
    List<Object> holders = new ArrayList<>();
    for (ChunkLoad.Holder each : load.heldBack()) {
      Map<String, Object> holder = new LinkedHashMap<>();
      holder.put("member", each.member().toString());
      holder.put("bytes", each.bytes());
      holders.add(holder);
    }
    row.put("held_back", holders);
    return row;
  }
}
