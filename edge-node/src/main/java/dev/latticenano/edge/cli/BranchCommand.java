package dev.latticenano.edge.cli;

import dev.latticenano.core.dag.Dag;
import dev.latticenano.core.dag.IntList;
import dev.latticenano.core.intention.IntentionView;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.edge.NodeHome;
import dev.latticenano.host.Failure;
import dev.latticenano.host.cli.JsonOption;
import dev.latticenano.host.text.Units;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows where histories part and what lies on each side. */
@Command(
    name = "branch",
    mixinStandardHelpOptions = true,
    description = {
      "Show where intentions part: their fork point, and the path to each.",
      "",
      "The fork point is the last intention that all of them have in their past.",
      ""
    },
    footer = {"", "Example:", "  lattice store debug branch 5f3a91c2 08de44b1"})
final class BranchCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private NodeCommand node;
  @Mixin private StoreOption store;
  @Mixin private JsonOption json;

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "50",
      description = "Intentions shown of each path, the last ones. Default: ${DEFAULT-VALUE}.")
  private int limit;

  @Parameters(
      paramLabel = "HASH",
      arity = "2..*",
      description = "Intentions, each by four or more hexadecimal digits.")
  private List<String> texts;

  @Override
  public Integer call() throws Failure {
    if (limit < 1) {
      throw new ParameterException(spec.commandLine(), "--limit takes 1 or more");
    }
    try (NodeHome home = node.open()) {
      IntentionReading reading = new IntentionReading(home, home.store(store.text()));
      List<Integer> heads = new ArrayList<>();
      for (String each : texts) {
        heads.add(reading.find(each));
      }
      Branching branching = Branching.of(reading.dag(), heads);
      if (json.wanted()) {
        json.print(node.out(), json(reading, branching, heads));
      } else {
        print(reading, branching, heads);
      }
    } catch (StoreException e) {
      throw Failure.of(e);
    }
    return 0;
  }

  private void print(IntentionReading reading, Branching branching, List<Integer> heads)
      throws StoreException {
    int fork = branching.forkPoint();
    node.out()
        .println(
            fork == Dag.NONE ? "they have no common past" : "fork point  " + reading.summary(fork));
    for (int head : heads) {
      IntList path = branching.path(head);
      node.out().println();
      node.out()
          .println(
              "to "
                  + reading.hash(head).shortText()
                  + ", "
                  + Units.count(path.count(), "intention")
                  + ":");
      int first = Math.max(0, path.count() - limit);
      if (first > 0) {
        node.out().println("  … " + first + " before these");
      }
      for (int i = first; i < path.count(); i++) {
        node.out().println("  " + reading.summary(path.at(i)));
      }
    }
  }

  private Map<String, Object> json(
      IntentionReading reading, Branching branching, List<Integer> heads) throws StoreException {
    Map<String, Object> out = new LinkedHashMap<>();
    int fork = branching.forkPoint();
    out.put("fork_point", fork == Dag.NONE ? null : reading.hash(fork).toString());
    List<Object> branches = new ArrayList<>();
    for (int head : heads) {
      IntList path = branching.path(head);
      List<Object> shown = new ArrayList<>();
      for (int i = Math.max(0, path.count() - limit); i < path.count(); i++) {
        IntentionView view = reading.open(path.at(i));
        if (view != null) {
          shown.add(reading.json(path.at(i), view));
        }
      }
      Map<String, Object> branch = new LinkedHashMap<>();
      branch.put("head", reading.hash(head).toString());
      branch.put("length", path.count());
      branch.put("path", shown);
      branches.add(branch);
    }
    out.put("branches", branches);
    return out;
  }
}
