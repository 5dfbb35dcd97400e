package dev.latticenano.edge.cli;

import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.edge.NodeHome;
import dev.latticenano.host.Failure;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Makes the state of a store anew from its log. */
@Command(
    name = "rebuild",
    mixinStandardHelpOptions = true,
    description = {
      "Make what a store shows anew from its log.",
      "",
      "Nothing is lost by it. It helps if what is shown seems wrong; a damaged log or",
      "index is a matter for lattice doctor.",
      ""
    },
    footer = {"", "Example:", "  lattice store rebuild photos"})
final class RebuildCommand implements Callable<Integer> {
  @Mixin private NodeCommand node;

  @Parameters(
      paramLabel = "STORE",
      arity = "0..1",
      description = "Name or id; not needed when there is only one.")
  private String store;

  @Override
  public Integer call() throws Failure {
    try (NodeHome home = node.open()) {
      StoreId id = home.store(store);
      home.node().projection(id).rebuild();
      node.out().println(Catching.up(home, id, node));
      return home.node().projection(id).stall() == null ? 0 : Failure.FINDINGS;
    } catch (StoreException e) {
      throw Failure.of(e);
    }
  }
}
