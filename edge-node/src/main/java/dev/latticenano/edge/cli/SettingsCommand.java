package dev.latticenano.edge.cli;

import dev.latticenano.edge.NodePlace;
import dev.latticenano.edge.Settings;
import dev.latticenano.edge.SettingsFile;
import dev.latticenano.host.Failure;
import dev.latticenano.host.cli.JsonOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Lists and changes what the owner of a node has chosen. */
@Command(
    name = "settings",
    mixinStandardHelpOptions = true,
    description = {
      "List the settings of this node, or change one.",
      "",
      "power           what the device is built of: mains, a machine on mains power",
      "                with a disk of its own, or stick, a stick or card that wears",
      "                out by being written. The other defaults follow from it.",
      "commit-delay    how long what a peer sends may wait to be synced to the disk",
      "                together with more, 0ms to 1000ms. Longer: fewer writes to the",
      "                flash. The peer is told that it arrived only after the sync,",
      "                so nothing acknowledged is lost. What this node writes itself",
      "                never waits. mains 2ms, stick 100ms.",
      "snapshot-every  how many intentions that all voters have seen make an owner's",
      "                node sum them up in a snapshot, below which the log goes: 100",
      "                and more, or off. mains 10000, stick 50000.",
      "keep-log        on: keep the whole log although a snapshot stands for its",
      "                beginning.",
      "carry           how much of the free space content of files may take that this",
      "                node cannot read and carries for others: 1%% to 99%%, or off.",
      "                Default 50%%.",
      "discovery       on: serve announces this node on the networks it listens on",
      "                and calls others that do the same. It says that a node is",
      "                here, not whose.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  lattice settings",
      "  lattice settings --json",
      "  lattice settings set power stick"
    },
    subcommands = SettingsCommand.Change.class)
final class SettingsCommand implements Callable<Integer> {
  @Mixin private NodeCommand node;
  @Mixin private JsonOption json;

  @Override
  public Integer call() throws Failure {
    Settings settings = SettingsFile.read(root(node));
    List<Map<String, Object>> rows = new ArrayList<>();
    for (String key : Settings.KEYS) {
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("key", key);
      row.put("value", settings.value(key));
      row.put("default", settings.byDefault(key));
      row.put("chosen", settings.isChosen(key));
      rows.add(row);
    }
    if (json.wanted()) {
      json.print(node.out(), rows);
    } else {
      rows.forEach(row -> node.out().println(line(settings, row.get("key").toString())));
    }
    return 0;
  }

  private static String line(Settings settings, String key) {
    String chosen =
        settings.isChosen(key) ? "chosen; default " + settings.byDefault(key) : "default";
    return String.format("%-14s  %-9s  (%s)", key, settings.value(key), chosen);
  }

  // A node that is running keeps its directory to itself; its settings may be seen all the same.
  private static Path root(NodeCommand node) throws Failure {
    Path root = node.dir();
    NodePlace.check(root);
    return root;
  }

  /** Changes one. */
  @Command(
      name = "set",
      mixinStandardHelpOptions = true,
      description = {
        "Change one setting; the value default takes the choice back.",
        "A node that is running takes it up when it is started again.",
        ""
      },
      footer = {
        "",
        "Examples:",
        "  lattice settings set power stick",
        "  lattice settings set commit-delay 250ms",
        "  lattice settings set commit-delay default"
      })
  static final class Change implements Callable<Integer> {
    @Mixin private NodeCommand node;

    @Parameters(
        index = "0",
        paramLabel = "KEY",
        completionCandidates = Keys.class,
        description = "One of: ${COMPLETION-CANDIDATES}.")
    private String key;

    @Parameters(index = "1", paramLabel = "VALUE", description = "The value, or default.")
    private String value;

    @Override
    public Integer call() throws Failure {
      Path root = root(node);
      Settings settings = SettingsFile.read(root);
      settings.choose(key, value);
      SettingsFile.write(root, settings);
      node.out().println(line(settings, key));
      return 0;
    }
  }

  /** The keys, for the shell. */
  static final class Keys extends ArrayList<String> {
    private static final long serialVersionUID = 1L;

    Keys() {
      super(Settings.KEYS);
    }
  }
}
