package dev.latticenano.edge.cli;

import dev.latticenano.edge.NodeHome;
import dev.latticenano.edge.Settings;
import dev.latticenano.edge.Wear;
import dev.latticenano.host.text.Units;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** What {@code status} says of the writing to the disk: it wears out a flash. */
final class WearLines {
  private WearLines() {}

  /** As a JSON object: all runs, and this one. */
  static Map<String, Object> row(NodeHome home) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("power", home.settings().value(Settings.POWER));
    row.put("commit_delay_ms", home.settings().groupCommit().delayMs());
    row.put("reserve_bytes", home.directory().reserveBytes());
    row.put("lifetime", wear(home.earlierWear().plus(home.wear())));
    row.put("this_run", wear(home.wear()));
    return row;
  }

  private static Map<String, Object> wear(Wear wear) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("log_bytes", wear.logBytes());
    row.put("index_bytes", wear.indexBytes());
    row.put("chunk_bytes", wear.chunkBytes());
    row.put("syncs", wear.syncs());
    row.put("payload_bytes", wear.payloadBytes());
    row.put("write_amplification", Math.round(wear.amplification() * 1000) / 1000.0);
    return row;
  }

  /** As text. */
  static void print(PrintWriter out, NodeHome home) {
    Wear wear = home.earlierWear().plus(home.wear());
    out.println(
        "disk   "
            + Units.bytes(wear.bytes())
            + " written in all, with "
            + Units.count(wear.syncs(), "sync")
            + "; batches wait up to "
            + home.settings().value(Settings.COMMIT_DELAY)
            + " for one");
    if (wear.payloadBytes() > 0) {
      out.println(
          String.format(
              Locale.ROOT,
              "       %.2f bytes for each byte of signed intentions; chunks as they are, %s",
              wear.amplification(),
              Units.bytes(wear.chunkBytes())));
    }
  }
}
