package dev.latticenano.edge.cli;

import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.state.Head;
import dev.latticenano.core.state.KvState;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.edge.KeyWrites;
import dev.latticenano.edge.NodeHome;
import dev.latticenano.host.Failure;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Takes keys away. */
@Command(
    name = "delete",
    mixinStandardHelpOptions = true,
    description = "Delete keys, all of them or, if one has no value, none.",
    footer = {"", "Example:", "  lattice kv delete colour shape"})
final class KvDeleteCommand implements Callable<Integer> {
  @Mixin private NodeCommand node;
  @Mixin private StoreOption store;

  @Parameters(paramLabel = "KEY", arity = "1..*", description = "The keys.")
  private List<String> keys;

  @Override
  public Integer call() throws Failure {
    try (NodeHome home = node.open()) {
      StoreId id = home.store(store.text(), KvState.class);
      KvState state = KvKey.state(home, id);
      KeyWrites writes = new KeyWrites(home, id, state);
      for (String key : keys) {
        List<Head> heads = state.heads(KvKey.bytes(key));
        if (heads.stream().allMatch(Head::tombstone)) {
          throw new Failure(
              Failure.NOT_FOUND, KvKey.shown(KvKey.bytes(key)) + " has no value; none is deleted");
        }
        writes.add(KvKey.bytes(key), null);
      }
      writes.submit();
    } catch (StoreException e) {
      throw Failure.of(e);
    }
    return 0;
  }
}
