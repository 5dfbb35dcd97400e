package dev.latticenano.edge.cli;

import dev.latticenano.core.BundleTally;
import dev.latticenano.core.Verdict;
import dev.latticenano.core.intention.AuthorId;
import dev.latticenano.edge.NodeHome;
import dev.latticenano.host.Failure;
import dev.latticenano.host.text.Units;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a bundle holds of each store, for people and programs. */
final class BundleLines {
  private BundleLines() {}

  static List<Map<String, Object>> rows(NodeHome home, List<BundleTally> tallies) throws Failure {
    List<Map<String, Object>> rows = new ArrayList<>();
    for (BundleTally tally : tallies) {
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("store", tally.store().toString());
      row.put("name", tally.isHeld() ? home.storeName(tally.store()) : "");
      row.put("here", tally.isHeld());
      AuthorId from = tally.sender();
      row.put("from", from == null ? "" : new AuthorNames(home, tally.store()).of(from));
      row.put("intentions", tally.intentions());
      row.put("intentions_read", tally.seen());
      row.put("intentions_new", tally.fresh());
      row.put("waiting", tally.waiting());
      row.put("refused", tally.refused());
      row.put("reason", tally.refusal() == Verdict.OK ? "" : tally.refusal().name());
      row.put("chunks", tally.chunks());
      row.put("chunks_read", tally.chunksSeen());
      row.put("chunks_new", tally.chunksFresh());
      row.put("chunks_unneeded", tally.chunksUnneeded());
      rows.add(row);
    }
    return rows;
  }

  /** What is in it. */
  static String line(Map<String, Object> row) {
    return name(row)
        + ": "
        + part(row, "intentions", "intention")
        + ", "
        + part(row, "chunks", "chunk");
  }

  private static String part(Map<String, Object> row, String what, String noun) {
    long all = (long) row.get(what);
    long read = (long) row.get(what + "_read");
    return (read == all ? "" : read + " of ") + Units.count(all, noun);
  }

  /** What became of it. */
  static String taken(Map<String, Object> row) {
    if (!(boolean) row.get("here")) {
      return line(row) + ", left: that store is not here";
    }
    long refused = (long) row.get("refused");
    long waiting = (long) row.get("waiting");
    return line(row)
        + "; new: "
        + Units.count((long) row.get("intentions_new"), "intention")
        + ", "
        + Units.count((long) row.get("chunks_new"), "chunk")
        + (waiting == 0 ? "" : "; " + waiting + " wait for others")
        + (refused == 0 ? "" : "; refused: " + refused + " (" + row.get("reason") + ")");
  }

  private static String name(Map<String, Object> row) {
    String name = (String) row.get("name");
    return name.isEmpty() ? (String) row.get("store") : name;
  }

  /** What is wrong with {@code file} itself; nothing happens if nothing is. */
  static void check(Path file, Verdict verdict, long parts) throws Failure {
    switch (verdict) {
      case OK -> {}
      case BUNDLE_HEADER_WRONG ->
          throw new Failure(Failure.BAD_INPUT, file + " is no bundle, or one of a later version");
      case BUNDLE_NOT_FOR_US ->
          throw new Failure(
              Failure.BAD_INPUT,
              "no key here opens this bundle, "
                  + file
                  + ": it is for another device, or for members with a"
                  + " newer epoch key");
      case BUNDLE_CUT ->
          throw new Failure(
              Failure.FINDINGS,
              file
                  + " is cut off or damaged at its end, behind "
                  + Units.count(parts, "whole part")
                  + "; what came before is read, and the rest comes with the next bundle");
      default ->
          throw new Failure(
              Failure.FINDINGS,
              file
                  + " is damaged behind "
                  + Units.count(parts, "whole part")
                  + " ("
                  + verdict
                  + "); what came before is read, and the rest comes with the next bundle");
    }
  }
}
