package dev.latticenano.edge.cli;

import com.grack.nanojson.JsonWriter;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.state.Applied;
import dev.latticenano.core.state.Head;
import dev.latticenano.core.state.KvState;
import dev.latticenano.core.state.KvWatch;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.edge.NodeHome;
import dev.latticenano.host.Failure;
import dev.latticenano.host.cli.JsonOption;
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

/** Shows keys as they change. */
@Command(
    name = "watch",
    mixinStandardHelpOptions = true,
    description = {
      "Show keys that change, and go on from where an earlier watch stopped.",
      "",
      "Each line begins with a place in the witness order; --from with the place behind",
      "the last one goes on there. With --tcp or --serial it serves peers meanwhile, as",
      "lattice serve does, until stopped; without, it shows what has come and ends.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  lattice kv watch user/ --from 1",
      "  lattice kv watch --from 4711 --json",
      "  lattice kv watch user/ --tcp 0.0.0.0:7400"
    })
final class KvWatchCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private NodeCommand node;
  @Mixin private StoreOption store;
  @Mixin private LinkOptions links;
  @Mixin private JsonOption json;

  @Parameters(
      paramLabel = "PREFIX",
      arity = "0..1",
      defaultValue = "",
      description = "What the keys begin with. Default: nothing, so all.")
  private String prefix;

  @Option(
      names = "--from",
      paramLabel = "PLACE",
      description = "Begin at this place. Default: behind all that is here.")
  private Integer from;

  @Override
  public Integer call() throws Failure, InterruptedException {
    links.check(true);
    if (from != null && from < 1) {
      throw new ParameterException(spec.commandLine(), "--from takes 1 or more");
    }
    try (NodeHome home = node.open()) {
      StoreId id = home.store(store.text(), KvState.class);
      Changes changes = new Changes(KvKey.state(home, id));
      int place = from == null ? home.node().dag(id).sequence() + 1 : from;
      Following following = new Following(home, id, place, changes);
      following.begin(node);
      if (links.any()) {
        following.serve(links, node);
      }
    } catch (StoreException e) {
      throw Failure.of(e);
    }
    return 0;
  }

  /** The keys that change, a line for each. */
  private final class Changes implements Following.Look {
    private static final int HELD_MAX = 10_000;

    private final KvState state;
    private final KvWatch watch = new KvWatch(KvKey.bytes(prefix));

    Changes(KvState state) {
      this.state = state;
    }

    @Override
    public void op(Applied op, int place) throws StoreException {
      watch.add(op, place);
      if (watch.count() >= HELD_MAX) {
        shown();
      }
    }

    @Override
    public void shown() throws StoreException {
      watch.show(
          state,
          (key, winner, conflicted, sequence) -> {
            print(key, winner, conflicted, sequence);
            return true;
          });
    }
  }

  private void print(byte[] key, Head winner, boolean conflicted, long sequence) {
    if (!json.wanted()) {
      node.out()
          .println(
              sequence
                  + (conflicted ? " ! " : "   ")
                  + KvKey.shown(key)
                  + "  "
                  + (winner.tombstone() ? "(deleted)" : KvKey.summary(winner.value())));
      return;
    }
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("sequence", sequence);
    KvGetCommand.putContent(row, "key", key);
    row.put("deleted", winner.tombstone());
    if (!winner.tombstone()) {
      KvGetCommand.putContent(row, "value", winner.value());
    }
    row.put("conflicted", conflicted);
    node.out().println(JsonWriter.string(row));
  }
}
