package dev.latticenano.edge.cli;

import dev.latticenano.core.Event;
import dev.latticenano.core.Verdict;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.edge.NodeHome;
import dev.latticenano.edge.SnapshotNow;
import dev.latticenano.host.Failure;
import dev.latticenano.host.cli.JsonOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Shows and makes the snapshots that stand for the past of a store. */
@Command(
    name = "snapshot",
    mixinStandardHelpOptions = true,
    description = {
      "See, make and check snapshots: what stands for the past of a store.",
      "",
      "A snapshot is what a store shows at a point that every voter has seen. Every node",
      "makes the same one by itself and compares; when all voters agree, the log below it",
      "goes. Owners' nodes make one now and then by themselves: see lattice settings.",
      ""
    },
    subcommands = {
      SnapshotCommand.Listing.class,
      SnapshotCommand.Make.class,
      SnapshotCommand.Check.class
    })
final class SnapshotCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }

  /** Lists them. */
  @Command(
      name = "list",
      mixinStandardHelpOptions = true,
      description = {
        "List the snapshots of a store that are known here, the newest first.",
        "",
        "final    all voters agree: the store begins with it here",
        "equal    this node made the same, and waits for others to agree",
        "open     not compared yet",
        "differs  this node makes another: somebody's state is wrong, nothing is dropped",
        "other words name a rule that it breaks: it has no effect",
        ""
      },
      footer = {"", "Example:", "  lattice snapshot list --store photos --json"})
  static final class Listing implements Callable<Integer>, StoreRows.Source {
    @Mixin private NodeCommand node;
    @Mixin private StoreOption store;
    @Mixin private JsonOption json;

    @Override
    public Integer call() throws Failure {
      return StoreRows.print(node, store, json, this);
    }

    @Override
    public List<Map<String, Object>> rows(NodeHome home, StoreId id)
        throws Failure, StoreException {
      return SnapshotLines.rows(home, id);
    }

    @Override
    public String line(Map<String, Object> row) {
      return SnapshotLines.line(row);
    }

    @Override
    public String none(NodeHome home, StoreId id) {
      return "no snapshots; the log has everything";
    }
  }

  /** Makes one. */
  @Command(
      name = "make",
      mixinStandardHelpOptions = true,
      description = {
        "Make a snapshot of a store now, as an owner.",
        "",
        "It stands at what every voter has seen; other voters' nodes compare it at their next",
        "sync. When all agree, the log below it goes.",
        ""
      },
      footer = {"", "Example:", "  lattice snapshot make --store photos"})
  static final class Make implements Callable<Integer> {
    @Mixin private NodeCommand node;
    @Mixin private StoreOption store;

    @Override
    public Integer call() throws Failure {
      try (NodeHome home = node.open()) {
        StoreId id = home.store(store.text());
        List<Event> events = new ArrayList<>();
        SnapshotNow.make(home, id, events::add);
        boolean made = events.stream().anyMatch(Event.SnapshotMade.class::isInstance);
        if (!made) {
          throw new Failure(
              Failure.FAILED,
              "nothing to make: this node must be an active owner, and there must be something"
                  + " new that every voter has seen and no snapshot that waits; see: lattice"
                  + " snapshot list, lattice status");
        }
        node.out().println(SnapshotLines.sentence(home, id));
      } catch (StoreException e) {
        throw Failure.of(e);
      }
      return 0;
    }
  }

  /** Reads one. */
  @Command(
      name = "check",
      mixinStandardHelpOptions = true,
      description = {
        "Read the snapshot that a store begins with, from the first byte to the last.",
        "",
        "With the log below it gone it is what the store would be made anew from.",
        ""
      },
      footer = {"", "Example:", "  lattice snapshot check --store photos"})
  static final class Check implements Callable<Integer> {
    @Mixin private NodeCommand node;
    @Mixin private StoreOption store;

    @Override
    public Integer call() throws Failure {
      try (NodeHome home = node.open()) {
        StoreId id = home.store(store.text());
        Verdict verdict = home.node().snapshots().check(id);
        if (verdict != Verdict.OK) {
          throw new Failure(
              Failure.FINDINGS,
              "the snapshot is damaged or not whole here ("
                  + verdict
                  + "); the next sync fetches what is missing");
        }
        node.out().println(SnapshotLines.sentence(home, id));
      } catch (StoreException e) {
        throw Failure.of(e);
      }
      return 0;
    }
  }
}
