package dev.latticenano.edge.cli;

import dev.latticenano.edge.AckNow;
import dev.latticenano.edge.NodeHome;
import dev.latticenano.host.Failure;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Says at once what this node has seen. */
@Command(
    name = "ack",
    mixinStandardHelpOptions = true,
    description = {
      "Say at once what this node has seen of others' writes.",
      "",
      "A running node does so by itself; other members then know how far this one is.",
      ""
    },
    footer = {"", "Example:", "  lattice store ack --store photos"})
final class StoreAckCommand implements Callable<Integer> {
  @Mixin private NodeCommand node;
  @Mixin private StoreOption store;

  @Override
  public Integer call() throws Failure {
    try (NodeHome home = node.open()) {
      int written = AckNow.in(home, home.store(store.text()));
      node.out().println(written == 0 ? "nothing new to say" : "said what has been seen");
    }
    return 0;
  }
}
