package dev.latticenano.edge.cli;

import dev.latticenano.core.dag.Dag;
import dev.latticenano.core.dag.IntList;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.state.Head;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.edge.NodeHome;
import dev.latticenano.host.Failure;
import dev.latticenano.host.cli.JsonOption;
import dev.latticenano.host.text.Times;
import dev.latticenano.host.text.Units;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Shows every head of a key. */
@Command(
    name = "inspect",
    mixinStandardHelpOptions = true,
    description = {
      "Show every value that a key or a path has, who wrote it, and on what.",
      "",
      "A key written by two who did not know of each other has two heads. The first, the",
      "latest, is what get shows. Of each the branch is shown: what lies between it and",
      "the last intention that all of them stand on.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  lattice inspect colour --store notes",
      "  lattice inspect summer/a.jpg --json"
    })
final class InspectCommand implements Callable<Integer> {
  private static final int BRANCH_SHOWN = 10;

  @Mixin private NodeCommand node;
  @Mixin private StoreOption store;
  @Mixin private JsonOption json;

  @Parameters(paramLabel = "KEY", description = "A key; in a store of files a path.")
  private String text;

  @Override
  public Integer call() throws Failure {
    try (NodeHome home = node.open()) {
      StoreId id = home.store(store.text());
      KeyHeads heads = KeyHeads.of(home, id, text);
      IntentionReading reading = new IntentionReading(home, id);
      List<Integer> rows = new ArrayList<>();
      for (Head head : heads.all()) {
        rows.add(reading.dag().find(head.hash().toBytes(), 0));
      }
      Branching branching = rows.contains(Dag.NONE) ? null : Branching.of(reading.dag(), rows);
      if (json.wanted()) {
        json.print(node.out(), json(heads, reading, branching, rows));
      } else {
        print(heads, reading, branching, rows);
      }
    } catch (StoreException e) {
      throw Failure.of(e);
    }
    return 0;
  }

  private void print(
      KeyHeads heads, IntentionReading reading, Branching branching, List<Integer> rows)
      throws StoreException {
    boolean conflict = heads.all().size() > 1;
    node.out()
        .println(
            heads.shown()
                + ": "
                + Units.count(heads.all().size(), "head")
                + (conflict ? ", in conflict" : ""));
    for (int i = 0; i < heads.all().size(); i++) {
      Head head = heads.all().get(i);
      node.out()
          .println(
              (i + 1)
                  + "  "
                  + head.hash().shortText()
                  + "  "
                  + Times.seconds(head.timestamp().wallMs())
                  + "  "
                  + reading.names().of(head.author())
                  + "  "
                  + heads.value(head));
      if (conflict && branching != null && branching.forkPoint() != Dag.NONE) {
        printBranch(reading, branching.path(rows.get(i)));
      }
    }
    if (conflict && branching != null && branching.forkPoint() != Dag.NONE) {
      node.out().println("fork point  " + reading.summary(branching.forkPoint()));
    }
    if (conflict) {
      node.out().println("settle it with: lattice resolve " + heads.shown() + " --take 1");
    }
  }

  private void printBranch(IntentionReading reading, IntList path) throws StoreException {
    int first = Math.max(0, path.count() - BRANCH_SHOWN);
    for (int i = path.count() - 1; i >= first; i--) {
      node.out().println("     " + reading.summary(path.at(i)));
    }
    if (first > 0) {
      node.out().println("     … " + first + " more");
    }
  }

  private static Map<String, Object> json(
      KeyHeads heads, IntentionReading reading, Branching branching, List<Integer> rows)
      throws StoreException {
    Map<String, Object> out = new LinkedHashMap<>();
    KvGetCommand.putContent(out, "key", heads.key());
    out.put("conflicted", heads.all().size() > 1);
    boolean forked = branching != null && branching.forkPoint() != Dag.NONE;
    out.put("fork_point", forked ? reading.hash(branching.forkPoint()).toString() : null);
    List<Object> shown = new ArrayList<>();
    for (int i = 0; i < heads.all().size(); i++) {
      Head head = heads.all().get(i);
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("number", i + 1);
      row.put("hash", head.hash().toString());
      row.put("author", head.author().toString());
      row.put("author_name", reading.names().of(head.author()));
      row.put("time", Times.millis(head.timestamp().wallMs()));
      row.put("deleted", head.tombstone());
      if (!head.tombstone()) {
        KvGetCommand.putContent(row, "value", head.value());
      }
      List<String> path = new ArrayList<>();
      IntList branch = forked ? branching.path(rows.get(i)) : new IntList();
      for (int at = 0; at < branch.count(); at++) {
        path.add(reading.hash(branch.at(at)).toString());
      }
      row.put("branch", path);
      shown.add(row);
    }
    out.put("heads", shown);
    return out;
  }
}
