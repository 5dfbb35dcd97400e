package dev.latticenano.edge.cli;

import dev.latticenano.core.Lag;
import dev.latticenano.core.intention.AuthorId;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.state.SystemState;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.edge.NodeHome;
import dev.latticenano.host.Shown;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** How far the other members of a store are behind, for people and for scripts. */
final class LagLines {
  private static final long DAY_S = Duration.ofDays(1).toSeconds();

  private LagLines() {}

  /** A row for each member but this node, in the order of their keys. */
  static List<Map<String, Object>> rows(NodeHome home, StoreId store) throws StoreException {
    long nowMs = System.currentTimeMillis();
    Map<AuthorId, SystemState.Peer> peers = home.node().system(store).peers();
    List<Map<String, Object>> rows = new ArrayList<>();
    for (Lag lag : home.node().acks().lags(store, nowMs)) {
      SystemState.Peer peer = peers.get(lag.member());
      String name = peer == null || peer.name() == null ? "" : Shown.of(peer.name());
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("key", lag.member().toString());
      row.put("name", name.isEmpty() ? lag.member().shortText() : name);
      row.put("behind", lag.behind());
      row.put("or_more", lag.orMore());
      row.put("last_seen_ms", lag.lastSeenMs());
      row.put("standing", lag.standing().name().toLowerCase(Locale.ROOT));
      row.put("text", text(lag, nowMs));
      rows.add(row);
    }
    return rows;
  }

  /** Like {@code 3 behind, last seen 2 h ago}. */
  static String text(Lag lag, long nowMs) {
    String how = lag.behind() + (lag.orMore() ? "+" : "") + " behind";
    if (lag.behind() == 0 && !lag.orMore()) {
      how = "in step";
    }
    if (lag.lastSeenMs() == 0) {
      return how + ", not seen yet";
    }
    return how + ", last seen " + ago(Math.max(0, nowMs - lag.lastSeenMs()) / 1000);
  }

  /** Like {@code 2 h ago}; {@code now} within a minute. */
  static String ago(long seconds) {
    if (seconds < 60) {
      return "now";
    }
    if (seconds < 3600) {
      return seconds / 60 + " min ago";
    }
    return seconds < 2 * DAY_S ? seconds / 3600 + " h ago" : seconds / DAY_S + " days ago";
  }

  /** Prints what {@link #rows} told. */
  static void print(PrintWriter out, Object rows) {
    for (Object row : (List<?>) rows) {
      Map<?, ?> each = (Map<?, ?>) row;
      out.println("       " + each.get("name") + ": " + each.get("text"));
    }
  }
}
