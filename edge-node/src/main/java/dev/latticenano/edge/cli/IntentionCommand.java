package dev.latticenano.edge.cli;

import dev.latticenano.core.intention.IntentionView;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.edge.NodeHome;
import dev.latticenano.host.Failure;
import dev.latticenano.host.cli.JsonOption;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Shows one intention of a store, found by the beginning of its hash. */
@Command(
    name = "intention",
    mixinStandardHelpOptions = true,
    description = "Show one intention, found by the beginning of its hash.",
    footer = {"", "Example:", "  lattice store debug intention 5f3a91c2"})
final class IntentionCommand implements Callable<Integer> {
  @Mixin private NodeCommand node;
  @Mixin private StoreOption store;
  @Mixin private JsonOption json;

  @Parameters(paramLabel = "HASH", description = "Four or more of its hexadecimal digits.")
  private String text;

  @Override
  public Integer call() throws Failure {
    try (NodeHome home = node.open()) {
      IntentionReading reading = new IntentionReading(home, home.store(store.text()));
      int row = reading.find(text);
      IntentionView view = reading.open(row);
      if (reading.dag().pruning().isBelowFloor(row)) {
        throw new Failure(
            Failure.NOT_FOUND,
            "intention "
                + reading.hash(row)
                + " was dropped below the snapshot: only its name is here");
      }
      if (view == null) {
        throw new Failure(
            Failure.FINDINGS,
            "intention " + reading.hash(row) + " is damaged; the next sync fetches it again");
      }
      if (json.wanted()) {
        json.print(node.out(), reading.json(row, view));
      } else {
        node.out().println(reading.whole(view).pretty());
      }
    } catch (StoreException e) {
      throw Failure.of(e);
    }
    return 0;
  }
}
