package dev.latticenano.edge.cli;

import dev.latticenano.core.state.Head;
import dev.latticenano.core.state.KvState;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.edge.NodeHome;
import dev.latticenano.host.Failure;
import dev.latticenano.host.cli.JsonOption;
import dev.latticenano.host.cli.JsonRows;
import dev.latticenano.host.text.Times;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Lists keys with their values. */
@Command(
    name = "list",
    mixinStandardHelpOptions = true,
    description = {
      "List the keys that begin with a prefix, in byte order.",
      "",
      "A ! marks a key that people wrote without knowing of each other; lattice inspect",
      "shows what they wrote.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  lattice kv list user/",
      "  lattice kv list user/ --limit 1000 --after user/mia --json"
    })
final class KvListCommand implements Callable<Integer> {
  private static final int PAGE_KEYS = 256;

  @Spec private CommandSpec spec;
  @Mixin private NodeCommand node;
  @Mixin private StoreOption store;
  @Mixin private JsonOption json;

  @Parameters(
      paramLabel = "PREFIX",
      arity = "0..1",
      defaultValue = "",
      description = "What the keys begin with. Default: nothing, so all.")
  private String prefix;

  @Option(names = "--limit", paramLabel = "N", description = "At most so many.")
  private Integer limit;

  @Option(names = "--after", paramLabel = "KEY", description = "Begin behind this key.")
  private String after;

  private int left;

  @Override
  public Integer call() throws Failure {
    if (limit != null && limit < 1) {
      throw new ParameterException(spec.commandLine(), "--limit takes 1 or more");
    }
    left = limit == null ? Integer.MAX_VALUE : limit;
    try (NodeHome home = node.open()) {
      KvState state = KvKey.state(home, home.store(store.text(), KvState.class));
      if (json.wanted()) {
        try (JsonRows rows = new JsonRows(node.out())) {
          pages(state, rows);
        }
      } else {
        pages(state, null);
      }
    } catch (StoreException e) {
      throw Failure.of(e);
    }
    return 0;
  }

  private void pages(KvState state, JsonRows rows) throws StoreException {
    byte[] from = after == null ? null : KvKey.bytes(after);
    do {
      from =
          state.page(
              KvKey.bytes(prefix),
              from,
              Math.min(left, PAGE_KEYS),
              (key, winner, conflicted) -> {
                left--;
                show(rows, key, winner, conflicted);
                return true;
              });
    } while (from != null && left > 0);
  }

  private void show(JsonRows rows, byte[] key, Head winner, boolean conflicted) {
    if (rows == null) {
      node.out()
          .println(
              (conflicted ? "! " : "  ") + KvKey.shown(key) + "  " + KvKey.summary(winner.value()));
      return;
    }
    Map<String, Object> row = new LinkedHashMap<>();
    KvGetCommand.putContent(row, "key", key);
    KvGetCommand.putContent(row, "value", winner.value());
    row.put("conflicted", conflicted);
    row.put("author", winner.author().toString());
    row.put("time", Times.millis(winner.timestamp().wallMs()));
    rows.add(row);
  }
}
