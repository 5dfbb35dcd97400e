package dev.latticenano.edge.cli;

import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.state.FileState;
import dev.latticenano.edge.NodeHome;
import dev.latticenano.host.Failure;
import dev.latticenano.host.Shown;
import dev.latticenano.host.cli.JsonOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes, lists and shares stores. */
@Command(
    name = "store",
    mixinStandardHelpOptions = true,
    description = "Make, list, share and join stores.",
    subcommands = {
      StoreCommand.Create.class,
      StoreCommand.Listing.class,
      MemberInviteCommand.class,
      MemberJoinCommand.class,
      QuarantineCommand.class,
      RebuildCommand.class,
      StoreDebugCommand.class,
      StoreAckCommand.class,
      RestateCommand.class,
      StoreTreeCommand.class,
      StoreDepartureCommand.Archive.class,
      StoreDepartureCommand.Unarchive.class,
      StoreDepartureCommand.Leave.class,
      StoreDepartureCommand.Remove.class
    })
final class StoreCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }

  /** What stands for a name that cannot be read, or has not come. */
  static String nameless(int intentions) {
    return intentions == 0 ? "(not arrived yet)" : "(name not readable here)";
  }

  /** Makes a store. */
  @Command(
      name = "create",
      mixinStandardHelpOptions = true,
      description = {
        "Make a store. It is sealed: only its members can read it.",
        "",
        "With --clear everybody who gets hold of a stick or a disk with it can read it.",
        "A store in another one is sealed if that one is.",
        ""
      },
      footer = {
        "",
        "Examples:",
        "  lattice store create photos",
        "  lattice store create notes --type core:kvstore"
      })
  static final class Create implements Callable<Integer> {
    @Mixin private NodeCommand node;

    @Parameters(paramLabel = "NAME", description = "What the store is called.")
    private String name;

    @Option(
        names = "--type",
        paramLabel = "TYPE",
        defaultValue = FileState.TYPE,
        completionCandidates = StoreTypeNames.class,
        description = "One of: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
    private String type;

    @Option(
        names = "--in",
        paramLabel = "PARENT",
        description = "Name or id of the store in which the new one is to lie.")
    private String parent;

    @Option(
        names = "--independent",
        description = "With --in: members of its own, not those of PARENT.")
    private boolean independent;

    @Option(names = "--clear", description = "Do not seal it.")
    private boolean clear;

    @Override
    public Integer call() throws Failure {
      if (!new StoreTypeNames().contains(type)) {
        throw new Failure(
            Failure.BAD_INPUT,
            "unknown store type "
                + Shown.of(type)
                + "; known are "
                + String.join(", ", new StoreTypeNames()));
      }
      if (name.isBlank()) {
        throw new Failure(Failure.BAD_INPUT, "a store needs a name");
      }
      if (clear && parent != null) {
        throw new Failure(
            Failure.BAD_INPUT, "a store in another one is sealed if that is; leave out --clear");
      }
      try (NodeHome home = node.open()) {
        StoreId made =
            parent == null
                ? home.createStore(name, type, !clear)
                : home.tree().create(home.store(parent), name, type, independent);
        node.out().println(made + "  " + name);
      }
      return 0;
    }
  }

  /** Lists the stores. */
  @Command(
      name = "list",
      mixinStandardHelpOptions = true,
      description = "List the stores of this node.")
  static final class Listing implements Callable<Integer> {
    @Mixin private NodeCommand node;
    @Mixin private JsonOption json;

    @Override
    public Integer call() throws Failure {
      try (NodeHome home = node.open()) {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (StoreId store : home.node().stores()) {
          Map<String, Object> row = new LinkedHashMap<>();
          row.put("id", store.toString());
          row.put("name", home.storeName(store));
          row.put("type", home.node().projection(store).type());
          row.put("sealed", home.node().projection(store).isSealed());
          row.put("joining", home.invitations().isPending(store));
          row.put("intentions", home.node().dag(store).sequence());
          row.put("bootstrap", BootstrapLines.row(home, store));
          rows.add(row);
        }
        if (json.wanted()) {
          json.print(node.out(), rows);
        } else if (rows.isEmpty()) {
          node.out().println("no stores yet; make one with: lattice store create NAME");
        } else {
          rows.forEach(row -> node.out().println(line(row)));
        }
      }
      return 0;
    }

    private static String line(Map<String, Object> row) {
      String name = row.get("name").toString();
      return row.get("id")
          + "  "
          + (name.isEmpty() ? nameless((int) row.get("intentions")) : name + "  " + row.get("type"))
          + "  "
          + row.get("intentions")
          + " intentions"
          + (row.get("sealed").equals(true) ? ", sealed" : "")
          + (row.get("joining").equals(true) ? ", waits to be let in" : "")
          + (row.get("bootstrap") instanceof Map<?, ?> ? ", being fetched" : "");
    }
  }
}
