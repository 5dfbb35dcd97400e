package dev.latticenano.edge.cli;

import dev.latticenano.core.dag.Dag;
import dev.latticenano.core.intention.AuthorId;
import dev.latticenano.core.intention.StoreId;
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
import picocli.CommandLine.Spec;

/** Shows and mends what a copied identity has done. */
@Command(
    name = "fork",
    mixinStandardHelpOptions = true,
    description = "See and mend what a copied identity has written in two places.",
    subcommands = {ForkCommand.Listing.class, ForkCommand.Resolve.class})
final class ForkCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }

  /** Lists forked authors. */
  @Command(
      name = "list",
      mixinStandardHelpOptions = true,
      description = "List authors that have written in two places at once.",
      footer = {"", "Example:", "  lattice fork list --store photos --json"})
  static final class Listing implements Callable<Integer> {
    @Mixin private NodeCommand node;
    @Mixin private StoreOption store;
    @Mixin private JsonOption json;

    @Override
    public Integer call() throws Failure {
      try (NodeHome home = node.open()) {
        List<Map<String, Object>> rows = rows(home.node().dag(home.store(store.text())));
        if (json.wanted()) {
          json.print(node.out(), rows);
        } else if (rows.isEmpty()) {
          node.out().println("no author is forked");
        } else {
          rows.forEach(
              row ->
                  node.out()
                      .println(
                          row.get("author")
                              + "  after number "
                              + row.get("height")
                              + ", "
                              + row.get("tips")
                              + " tips, "
                              + row.get("branch_intentions")
                              + " intentions that do not count"));
        }
      }
      return 0;
    }

    private static List<Map<String, Object>> rows(Dag dag) {
      List<Map<String, Object>> rows = new ArrayList<>();
      byte[] key = new byte[AuthorId.BYTES];
      for (int i = 0; i < dag.forkedCount(); i++) {
        int author = dag.forkedAuthor(i);
        dag.copyAuthorKey(author, key, 0);
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("author", AuthorId.of(key, 0).toString());
        row.put("height", dag.authorHeight(author));
        row.put("tips", dag.tipCount(author));
        row.put("branch_intentions", dag.branchRows(author).count());
        rows.add(row);
      }
      return rows;
    }
  }

  /** Says again what the branches said. */
  @Command(
      name = "resolve",
      mixinStandardHelpOptions = true,
      description = {
        "Write again what both branches of a fork said.",
        "It is written under this node's identity, so that nothing is lost.",
        "Where the branches disagree both values stay, in conflict, for you to settle."
      },
      footer = {
        "",
        "Example:",
        "  lattice fork resolve --store photos && lattice ls --store photos"
      })
  static final class Resolve implements Callable<Integer> {
    @Mixin private NodeCommand node;
    @Mixin private StoreOption store;

    @Override
    public Integer call() throws Failure {
      try (NodeHome home = node.open()) {
        StoreId id = home.store(store.text());
        node.out().println(Units.count(home.resolveForks(id), "intention") + " written again");
      }
      return 0;
    }
  }
}
