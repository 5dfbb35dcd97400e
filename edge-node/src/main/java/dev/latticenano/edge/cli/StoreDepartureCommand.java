package dev.latticenano.edge.cli;

import dev.latticenano.core.store.StoreException;
import dev.latticenano.edge.Departure;
import dev.latticenano.edge.LastCopies;
import dev.latticenano.edge.NodeHome;
import dev.latticenano.edge.StoreTree;
import dev.latticenano.host.Failure;
import dev.latticenano.host.text.Units;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The ways in which a store goes, and comes back. */
final class StoreDepartureCommand {
  private StoreDepartureCommand() {}

  /** The store that is meant, wherever in the tree. */
  private static StoreTree.Place place(NodeHome home, String text) throws Failure {
    try {
      return home.tree().find(text);
    } catch (StoreException e) {
      throw Failure.of(e);
    }
  }

  /** Closes a child everywhere. */
  @Command(
      name = "archive",
      mixinStandardHelpOptions = true,
      description = {
        "Close a store that lies in another, on every node.",
        "",
        "Its files stay; lattice store unarchive opens it again.",
        ""
      },
      footer = {"", "Example:", "  lattice store archive 2025"})
  static final class Archive implements Callable<Integer> {
    @Mixin private NodeCommand node;

    @Parameters(paramLabel = "STORE", description = "Name or id of the store.")
    private String store;

    @Override
    public Integer call() throws Failure {
      try (NodeHome home = node.open()) {
        new Departure(home).archive(place(home, store), true);
        node.out().println("archived; the others close it when they hear of it");
      }
      return 0;
    }
  }

  /** Opens an archived child again. */
  @Command(
      name = "unarchive",
      mixinStandardHelpOptions = true,
      description = "Open an archived store again, on every node.",
      footer = {"", "Example:", "  lattice store unarchive 2025"})
  static final class Unarchive implements Callable<Integer> {
    @Mixin private NodeCommand node;

    @Parameters(paramLabel = "STORE", description = "Name or id of the store.")
    private String store;

    @Override
    public Integer call() throws Failure {
      try (NodeHome home = node.open()) {
        new Departure(home).archive(place(home, store), false);
        node.out().println("open again; the others open it when they hear of it");
      }
      return 0;
    }
  }

  /** Ends this node's membership. */
  @Command(
      name = "leave",
      mixinStandardHelpOptions = true,
      description = {
        "Leave a store: this node is a member no more.",
        "",
        "Sync once more so that others hear of it; then lattice store remove takes the",
        "files off this disk. A new invite brings this node back.",
        ""
      },
      footer = {"", "Example:", "  lattice store leave photos"})
  static final class Leave implements Callable<Integer> {
    @Mixin private NodeCommand node;

    @Parameters(paramLabel = "STORE", description = "Name or id of the store.")
    private String store;

    @Override
    public Integer call() throws Failure {
      try (NodeHome home = node.open()) {
        new Departure(home).leave(home.store(store));
        node.out().println("left; sync once more so that the others hear of it");
      }
      return 0;
    }
  }

  /** Takes a store off this disk. */
  @Command(
      name = "remove",
      mixinStandardHelpOptions = true,
      description = {
        "Take a store, its keys and all that lies in it off this disk.",
        "",
        "Nothing changes for others. What nobody else is known to have goes only if",
        "that is said, too.",
        ""
      },
      footer = {"", "Example:", "  lattice store remove photos --yes"})
  static final class Remove implements Callable<Integer> {
    @Mixin private NodeCommand node;

    @Parameters(paramLabel = "STORE", description = "Name or id of the store.")
    private String store;

    @Option(names = "--yes", description = "Yes, remove it here.")
    private boolean yes;

    @Option(names = "--last-copy", description = "Yes, even what nobody else is known to have.")
    private boolean lastCopy;

    @Override
    public Integer call() throws Failure {
      try (NodeHome home = node.open()) {
        Departure departure = new Departure(home);
        StoreTree.Place top = place(home, store);
        List<StoreTree.Place> going = departure.going(top);
        int alone = 0;
        for (StoreTree.Place each : going) {
          alone += departure.alone(each.store());
        }
        LastCopies chunks = departure.lastCopies(going);
        boolean last = alone > 0 || chunks.chunks() > 0;
        if (!yes || last && !lastCopy) {
          throw new Failure(Failure.FAILED, refusal(going.size(), alone, chunks));
        }
        departure.remove(top);
        node.out().println("removed here: " + Units.count(going.size(), "store"));
      }
      return 0;
    }

    private static String refusal(int stores, int alone, LastCopies chunks) {
      String what = Units.count(stores, "store") + " would go from this disk";
      List<String> only = new ArrayList<>();
      if (alone > 0) {
        only.add(Units.count(alone, "write") + " that nobody else is known to have");
      }
      if (chunks.chunks() > 0) {
        only.add(
            Units.count(chunks.chunks(), "chunk")
                + " of files ("
                + Units.bytes(chunks.bytes())
                + ") that nobody else is known to hold");
      }
      return only.isEmpty()
          ? what + "; say --yes"
          : what
              + ", and with it "
              + String.join(" and ", only)
              + "; sync first, or say --yes --last-copy";
    }
  }
}
