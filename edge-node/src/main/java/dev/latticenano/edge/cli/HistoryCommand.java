package dev.latticenano.edge.cli;

import dev.latticenano.core.Limits;
import dev.latticenano.core.Node;
import dev.latticenano.core.Verdict;
import dev.latticenano.core.dag.Dag;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.intention.IntentionView;
import dev.latticenano.core.intention.OpsSexpr;
import dev.latticenano.core.intention.Sexpr;
import dev.latticenano.core.intention.SignedIntentionView;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.state.FileState;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.edge.Failure;
import dev.latticenano.edge.NodeHome;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lists a store's intentions in the order this node witnessed them. */
@Command(
    name = "history",
    mixinStandardHelpOptions = true,
    description = "List the intentions of a store, in the order this node witnessed them.",
    footer = {
      "",
      "Examples:",
      "  lattice history -n 20",
      "  lattice history --sexpr --store photos"
    })
final class HistoryCommand implements Callable<Integer> {
  @Mixin private NodeCommand node;
  @Mixin private StoreOption store;
  @Mixin private JsonOption json;

  @Option(names = "--sexpr", description = "Each as a whole S-expression.")
  private boolean sexpr;

  @Option(
      names = {"-n", "--last"},
      paramLabel = "N",
      description = "Only the last N.")
  private int last;

  @Override
  public Integer call() throws Failure {
    try (NodeHome home = node.open()) {
      StoreId id = home.store(store.text());
      Dag dag = home.node().dag(id);
      OpsSexpr ops = new OpsSexpr(opsType(home.node(), id));
      int from = last > 0 ? Math.max(1, dag.sequence() - last + 1) : 1;
      List<Map<String, Object>> rows = new ArrayList<>();
      byte[] buffer = new byte[Limits.SIGNED_BYTES_MAX];
      SignedIntentionView signed = new SignedIntentionView();
      for (int place = from; place <= dag.sequence(); place++) {
        int row = dag.rowAtSequence(place);
        if (!isReadable(dag, row, buffer, signed)) {
          node.say("intention " + hash(dag, row) + " is damaged; the next sync fetches it again");
        } else if (json.wanted()) {
          rows.add(row(dag, place, row, signed.intention(), ops));
        } else {
          node.out().println(line(dag, place, row, signed.intention(), ops));
        }
      }
      if (json.wanted()) {
        json.print(node.out(), rows);
      }
    } catch (StoreException e) {
      throw Failure.of(e);
    }
    return 0;
  }

  private static boolean isReadable(Dag dag, int row, byte[] buffer, SignedIntentionView signed)
      throws StoreException {
    try {
      return signed.wrap(buffer, 0, dag.read(row, buffer, 0)).check() == Verdict.OK;
    } catch (StoreException e) {
      if (dag.isLost(row)) {
        return false;
      }
      throw e;
    }
  }

  // Ops of a files store are key-value payloads: paths and entries.
  private static String opsType(Node node, StoreId id) {
    String type = node.type(id);
    return type.equals(FileState.TYPE) ? OpsSexpr.KV : type;
  }

  private String line(Dag dag, int place, int row, IntentionView view, OpsSexpr ops)
      throws StoreException {
    if (sexpr) {
      return ops.intention(view).compact();
    }
    Sexpr summary = ops.ops(view.bytes(), view.opsOffset(), view.opsLength());
    return String.format(
        Locale.ROOT,
        "%6d  %s  %s  %s  %s%s",
        place,
        hash(dag, row).shortText(),
        Instant.ofEpochMilli(view.wallMs()),
        view.author().shortText(),
        summary.compact(),
        dag.isProjected(row) ? "" : "  (forked: does not count)");
  }

  private Map<String, Object> row(Dag dag, int place, int row, IntentionView view, OpsSexpr ops)
      throws StoreException {
    Map<String, Object> out = new LinkedHashMap<>();
    out.put("sequence", place);
    out.put("hash", hash(dag, row).toString());
    out.put("author", view.author().toString());
    out.put("height", dag.height(row));
    out.put("wall_time", view.wallMs());
    out.put("counter", Integer.toUnsignedLong(view.counter()));
    out.put("store_prev", view.storePrev().toString());
    List<String> condition = new ArrayList<>();
    for (int i = 0; i < view.conditionCount(); i++) {
      condition.add(view.condition(i).toString());
    }
    out.put("condition", condition);
    out.put("projected", dag.isProjected(row));
    out.put("sexpr", ops.ops(view.bytes(), view.opsOffset(), view.opsLength()).compact());
    return out;
  }

  private static Hash hash(Dag dag, int row) throws StoreException {
    byte[] bytes = new byte[Hash.BYTES];
    dag.copyHash(row, bytes, 0);
    return Hash.of(bytes, 0);
  }
}
