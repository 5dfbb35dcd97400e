package dev.latticenano.edge.cli;

import dev.latticenano.core.dag.Dag;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.edge.NodeHome;
import dev.latticenano.host.Failure;
import dev.latticenano.host.cli.JsonOption;
import dev.latticenano.host.cli.JsonRows;
import dev.latticenano.host.text.Times;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Lists the newest intention of every author. */
@Command(
    name = "tips",
    mixinStandardHelpOptions = true,
    description = "List the tip of every author: its newest witnessed intention.",
    footer = {"", "Example:", "  lattice store debug tips --store photos"})
final class TipsCommand implements Callable<Integer> {
  @Mixin private NodeCommand node;
  @Mixin private StoreOption store;
  @Mixin private JsonOption json;

  @Override
  public Integer call() throws Failure {
    try (NodeHome home = node.open()) {
      IntentionReading reading = new IntentionReading(home, home.store(store.text()));
      if (json.wanted()) {
        try (JsonRows rows = new JsonRows(node.out())) {
          each(reading, rows);
        }
      } else {
        each(reading, null);
      }
    } catch (StoreException e) {
      throw Failure.of(e);
    }
    return 0;
  }

  private void each(IntentionReading reading, JsonRows rows) throws StoreException {
    Dag dag = reading.dag();
    for (int author = 0; author < dag.authorCount(); author++) {
      for (int i = 0; i < dag.tipCount(author); i++) {
        Map<String, Object> row = row(reading, author, dag.tip(author, i));
        if (rows != null) {
          rows.add(row);
        } else {
          node.out().println(line(row));
        }
      }
    }
  }

  private static Map<String, Object> row(IntentionReading reading, int author, int tip)
      throws StoreException {
    Dag dag = reading.dag();
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("author", reading.author(author).toString());
    row.put("author_name", reading.names().of(reading.author(author)));
    row.put("hash", reading.hash(tip).toString());
    row.put("height", dag.height(tip));
    row.put("time", dag.isLost(tip) ? null : Times.millis(dag.wallMs(tip)));
    row.put("forked", dag.isForked(author));
    return row;
  }

  private static String line(Map<String, Object> row) {
    Object time = row.get("time");
    return String.format(
        Locale.ROOT,
        "%s  height %-6d %s  %s%s",
        row.get("hash").toString().substring(0, 8),
        row.get("height"),
        time == null ? "(damaged)" : time,
        row.get("author_name"),
        Boolean.TRUE.equals(row.get("forked")) ? "  (forked)" : "");
  }
}
