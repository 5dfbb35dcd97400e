package dev.latticenano.edge.cli;

import dev.latticenano.core.MadeSnapshot;
import dev.latticenano.core.Node;
import dev.latticenano.core.SnapshotStanding;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.edge.NodeHome;
import dev.latticenano.host.Failure;
import dev.latticenano.host.text.Times;
import dev.latticenano.host.text.Units;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Snapshots of a store in words and numbers. */
final class SnapshotLines {
  private SnapshotLines() {}

  /** A row for each that is known, the newest first. */
  static List<Map<String, Object>> rows(NodeHome home, StoreId id) throws StoreException, Failure {
    AuthorNames names = new AuthorNames(home, id);
    List<Map<String, Object>> rows = new ArrayList<>();
    for (MadeSnapshot each : home.node().snapshots().list(id)) {
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("notice", each.notice().toString());
      row.put("made", Times.seconds(each.wallMs()));
      row.put("by", each.author().toString());
      row.put("standing", standing(each));
      row.put("cid", each.cid().toString());
      row.put("bytes", each.bytes());
      row.put("intentions", each.covers());
      row.put("waits_for", each.waitsFor().stream().map(names::of).toList());
      rows.add(row);
    }
    return rows;
  }

  private static String standing(MadeSnapshot each) {
    return each.begins() ? "final" : each.standing().name().toLowerCase(Locale.ROOT);
  }

  /** One row as a line. */
  static String line(Map<String, Object> row) {
    return row.get("notice").toString().substring(0, 8)
        + "  "
        + row.get("made")
        + "  "
        + Units.padded(row.get("standing").toString(), "differs".length())
        + "  "
        + row.get("intentions")
        + " intentions, "
        + Units.bytes((long) row.get("bytes"))
        + waits((List<?>) row.get("waits_for"));
  }

  private static String waits(List<?> names) {
    return names.isEmpty()
        ? ""
        : "; waits for " + String.join(", ", names.stream().map(Object::toString).toList());
  }

  /** What there is to say of a store's snapshots, in one sentence; empty for nothing. */
  static String sentence(NodeHome home, StoreId id) throws StoreException, Failure {
    Node node = home.node();
    if (node.projection(id).isWaitingForSnapshot()) {
      return "! the snapshot this store begins with is not whole here; the next sync fetches it";
    }
    List<MadeSnapshot> all = node.snapshots().list(id);
    List<String> clauses = new ArrayList<>();
    MadeSnapshot begins = all.stream().filter(MadeSnapshot::begins).findFirst().orElse(null);
    if (begins != null) {
      clauses.add(
          "snapshot of "
              + Times.seconds(begins.wallMs()).substring(0, 10)
              + ", "
              + node.snapshots().dropped(id)
              + " of "
              + node.dag(id).sequence()
              + " intentions dropped");
    }
    for (MadeSnapshot each : all) {
      if (each.standing() == SnapshotStanding.DIFFERS) {
        clauses.add("! snapshot " + each.notice().shortText() + " differs from this node's");
      }
    }
    MadeSnapshot newest = all.stream().filter(SnapshotLines::isWaiting).findFirst().orElse(null);
    if (newest != null) {
      AuthorNames known = new AuthorNames(home, id);
      List<String> names = newest.waitsFor().stream().map(known::of).toList();
      clauses.add(
          "snapshot of "
              + Times.seconds(newest.wallMs()).substring(0, 10)
              + (names.isEmpty() ? " is about to count" : " waits for " + String.join(", ", names))
              + (names.isEmpty() ? "" : " to agree"));
    }
    return String.join("; ", clauses);
  }

  private static boolean isWaiting(MadeSnapshot each) {
    return !each.begins() && !each.standing().isRefused();
  }
}
