package dev.latticenano.edge.cli;

import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.state.Head;
import dev.latticenano.core.state.KvState;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.edge.NodeHome;
import dev.latticenano.host.Failure;
import dev.latticenano.host.cli.JsonOption;
import dev.latticenano.host.text.Times;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Prints the value of a key. */
@Command(
    name = "get",
    mixinStandardHelpOptions = true,
    description = {
      "Print the value of a key.",
      "",
      "Exit code 3 if it has none. If people wrote it without knowing of each other, the",
      "latest value is printed and the error stream says that there are others.",
      ""
    },
    footer = {"", "Examples:", "  lattice kv get colour", "  lattice kv get avatar --raw > me.png"})
final class KvGetCommand implements Callable<Integer> {
  @Mixin private NodeCommand node;
  @Mixin private StoreOption store;
  @Mixin private JsonOption json;

  @Parameters(paramLabel = "KEY", description = "The key.")
  private String key;

  @Option(names = "--raw", description = "Only its bytes, without a line end behind them.")
  private boolean raw;

  @Override
  public Integer call() throws Failure {
    try (NodeHome home = node.open()) {
      StoreId id = home.store(store.text(), KvState.class);
      KvState state = KvKey.state(home, id);
      List<Head> heads = state.heads(KvKey.bytes(key));
      if (heads.isEmpty() || heads.get(0).tombstone()) {
        throw new Failure(
            Failure.NOT_FOUND,
            KvKey.shown(KvKey.bytes(key))
                + " has no value"
                + (heads.size() > 1 ? ", but is in conflict; see: lattice inspect" : ""));
      }
      Head winner = heads.get(0);
      if (json.wanted()) {
        json.print(node.out(), row(new AuthorNames(home, id), winner, heads.size()));
      } else {
        node.raw(winner.value());
        if (!raw) {
          node.out().println();
        }
        if (heads.size() > 1) {
          node.say(
              KvKey.shown(KvKey.bytes(key))
                  + " has "
                  + heads.size()
                  + " values, written without knowing of each other; see: lattice inspect");
        }
      }
    } catch (StoreException e) {
      throw Failure.of(e);
    }
    return 0;
  }

  private Map<String, Object> row(AuthorNames names, Head winner, int heads) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("key", key);
    putContent(row, "value", winner.value());
    row.put("conflicted", heads > 1);
    row.put("author", winner.author().toString());
    row.put("author_name", names.of(winner.author()));
    row.put("time", Times.millis(winner.timestamp().wallMs()));
    row.put("hash", winner.hash().toString());
    return row;
  }

  /** Text as it is under {@code name}, other bytes under {@code name_base64}. */
  static void putContent(Map<String, Object> row, String name, byte[] bytes) {
    if (KvKey.isText(bytes)) {
      row.put(name, new String(bytes, StandardCharsets.UTF_8));
    } else {
      row.put(name + "_base64", Base64.getEncoder().encodeToString(bytes));
    }
  }
}
