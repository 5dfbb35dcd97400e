package dev.latticenano.edge.cli;

import dev.latticenano.core.intention.AuthorId;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.state.SystemState;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.edge.MemberStep;
import dev.latticenano.edge.NodeHome;
import dev.latticenano.host.Failure;
import dev.latticenano.host.cli.JsonOption;
import dev.latticenano.host.text.Times;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Shows and changes the keys that seal a store. */
@Command(
    name = "key",
    mixinStandardHelpOptions = true,
    description = "See and change the epoch keys that seal a store.",
    subcommands = {KeyCommand.Listing.class, KeyCommand.Rotate.class})
final class KeyCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }

  private static void checkSealed(NodeHome home, StoreId id) throws Failure {
    if (!home.node().projection(id).isSealed()) {
      throw new Failure(
          Failure.FAILED, "store " + home.storeName(id) + " is not sealed and has no keys");
    }
  }

  /** Lists epochs. */
  @Command(
      name = "list",
      mixinStandardHelpOptions = true,
      description = {
        "List the epochs of a sealed store: since when, by whom, for whom.",
        "",
        "A star marks the one that seals what is written now. The keys themselves are never",
        "shown. Members who joined later were given the earlier keys, too.",
        ""
      },
      footer = {"", "Example:", "  lattice key list --store photos"})
  static final class Listing implements Callable<Integer>, StoreRows.Source {
    @Mixin private NodeCommand node;
    @Mixin private StoreOption store;
    @Mixin private JsonOption json;

    @Override
    public Integer call() throws Failure {
      return StoreRows.print(node, store, json, this);
    }

    @Override
    public String line(Map<String, Object> row) {
      return ((boolean) row.get("current") ? "* " : "  ")
          + row.get("epoch")
          + "  since "
          + row.get("since")
          + "  by "
          + row.get("by")
          + "  for "
          + String.join(", ", strings(row.get("members")));
    }

    @Override
    public String none(NodeHome home, StoreId id) {
      throw new AssertionError("sealed without an epoch: " + id);
    }

    private static List<String> strings(Object list) {
      return ((List<?>) list).stream().map(Object::toString).toList();
    }

    @Override
    public List<Map<String, Object>> rows(NodeHome home, StoreId id)
        throws Failure, StoreException {
      checkSealed(home, id);
      AuthorNames names = new AuthorNames(home, id);
      List<SystemState.Epoch> epochs = new ArrayList<>(home.node().system(id).epochs());
      epochs.sort(Comparator.comparing(SystemState.Epoch::timestamp));
      SystemState.Epoch current = home.node().membership(id).epoch();
      List<Map<String, Object>> rows = new ArrayList<>();
      for (SystemState.Epoch epoch : epochs) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("epoch", epoch.id().toString());
        row.put("since", Times.seconds(epoch.timestamp().wallMs()));
        row.put("by", names.of(epoch.author()));
        List<String> members = new ArrayList<>();
        for (AuthorId peer : epoch.recipients()) {
          members.add(names.of(peer));
        }
        members.sort(Comparator.naturalOrder());
        row.put("members", members);
        row.put("current", epoch.equals(current));
        rows.add(row);
      }
      return rows;
    }
  }

  /** Changes the key. */
  @Command(
      name = "rotate",
      mixinStandardHelpOptions = true,
      description = {
        "Seal what is written from now on under a new key.",
        "",
        "All who may read get it. Throwing somebody out does this by itself.",
        ""
      },
      footer = {"", "Example:", "  lattice key rotate --store photos"})
  static final class Rotate implements Callable<Integer> {
    @Mixin private NodeCommand node;
    @Mixin private StoreOption store;

    @Override
    public Integer call() throws Failure {
      try (NodeHome home = node.open()) {
        StoreId id = home.store(store.text());
        checkSealed(home, id);
        MemberStep.take(home, id, (members, nowMs) -> members.rotate(nowMs));
        node.out().println("a new key seals what is written from now on");
      }
      return 0;
    }
  }
}
