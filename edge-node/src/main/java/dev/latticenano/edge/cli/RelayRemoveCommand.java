package dev.latticenano.edge.cli;

import dev.latticenano.core.intention.StoreId;
import dev.latticenano.edge.NodeHome;
import dev.latticenano.edge.UsedRelay;
import dev.latticenano.host.Failure;
import dev.latticenano.host.text.RelayUrl;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Calls a relay no more. */
@Command(
    name = "remove",
    mixinStandardHelpOptions = true,
    description = {
      "Call a relay no more, from this node.",
      "",
      "It goes on holding the store for the other members as long as its tickets last. To",
      "have it shown nothing any more, an owner throws it out: lattice member revoke KEY.",
      ""
    },
    footer = {"", "Example:", "  lattice relay remove lattice://relay.example:7401/KEY"})
final class RelayRemoveCommand implements Callable<Integer> {
  @Mixin private NodeCommand node;
  @Mixin private StoreOption store;

  @Parameters(index = "0", paramLabel = "URL", description = "As lattice relay list shows it.")
  private String url;

  @Override
  public Integer call() throws Failure, IOException {
    RelayUrl place = RelayUrl.of(url);
    try (NodeHome home = node.open()) {
      StoreId id = home.store(store.text());
      if (place != null && home.relays().suggestions().remove(id, place)) {
        node.out().println(place + " is not suggested any more");
        return 0;
      }
      UsedRelay relay = place == null ? null : home.relays().find(id, place.key());
      if (relay == null) {
        throw new Failure(
            Failure.NOT_FOUND, "no such relay of that store; see: lattice relay list");
      }
      home.relays().remove(relay);
      node.out().println("this node calls " + relay.url() + " no more");
    }
    return 0;
  }
}
