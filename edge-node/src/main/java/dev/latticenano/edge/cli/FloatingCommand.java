package dev.latticenano.edge.cli;

import dev.latticenano.core.Verdict;
import dev.latticenano.core.crypto.Blake3;
import dev.latticenano.core.dag.Dag;
import dev.latticenano.core.dag.Inspection;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.intention.IntentionView;
import dev.latticenano.core.intention.SignedIntentionView;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.edge.NodeHome;
import dev.latticenano.host.Failure;
import dev.latticenano.host.cli.JsonOption;
import dev.latticenano.host.cli.JsonRows;
import dev.latticenano.host.text.Times;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Lists what floats and what it waits for. */
@Command(
    name = "floating",
    mixinStandardHelpOptions = true,
    description = {
      "List what floats: intentions that wait for others.",
      "",
      "What they wait for comes with the next sync with somebody who holds it.",
      ""
    },
    footer = {"", "Example:", "  lattice store debug floating --store photos --json"})
final class FloatingCommand implements Callable<Integer> {
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
      } else if (reading.dag().floatingCount() == 0) {
        node.out().println("nothing floats");
      } else {
        each(reading, null);
      }
    } catch (StoreException e) {
      throw Failure.of(e);
    }
    return 0;
  }

  private void each(IntentionReading reading, JsonRows rows) throws StoreException {
    SignedIntentionView signed = new SignedIntentionView();
    new Inspection(reading.dag())
        .floating(
            (bytes, offset, length) -> {
              if (signed.wrap(bytes, offset, length).check() == Verdict.OK) {
                Map<String, Object> row = row(reading, signed.intention());
                if (rows != null) {
                  rows.add(row);
                } else {
                  node.out().println(line(row));
                }
              }
              return true;
            });
  }

  private static Map<String, Object> row(IntentionReading reading, IntentionView view)
      throws StoreException {
    byte[] hash = new byte[Hash.BYTES];
    view.hash(Blake3.plain(), hash, 0);
    List<String> missing = new ArrayList<>();
    List<String> floating = new ArrayList<>();
    for (int i = -1; i < view.conditionCount(); i++) {
      byte[] cited = (i < 0 ? view.storePrev() : view.condition(i)).toBytes();
      if (!Hash.isZero(cited, 0) && reading.dag().find(cited, 0) == Dag.NONE) {
        boolean here = reading.dag().holds(cited, 0);
        (here ? floating : missing).add(Hash.of(cited, 0).toString());
      }
    }
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("hash", Hash.of(hash, 0).toString());
    row.put("author", view.author().toString());
    row.put("author_name", reading.names().of(view.author()));
    row.put("time", Times.millis(view.wallMs()));
    row.put("missing", missing);
    row.put("waits_for_floating", floating);
    row.put("sexpr", reading.sexpr(view).compact());
    return row;
  }

  private static String line(Map<String, Object> row) {
    return row.get("hash").toString().substring(0, 8)
        + "  "
        + row.get("time")
        + "  "
        + row.get("author_name")
        + "  "
        + row.get("sexpr")
        + listed("  not here: ", row.get("missing"))
        + listed("  floats, too: ", row.get("waits_for_floating"));
  }

  private static String listed(String title, Object hashes) {
    StringBuilder out = new StringBuilder();
    for (Object each : (List<?>) hashes) {
      out.append(out.length() == 0 ? title : " ").append(each.toString(), 0, 8);
    }
    return out.toString();
  }
}
