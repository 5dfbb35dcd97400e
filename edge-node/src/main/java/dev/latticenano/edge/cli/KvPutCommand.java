package dev.latticenano.edge.cli;

import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.state.KvState;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.edge.KeyWrites;
import dev.latticenano.edge.NodeHome;
import dev.latticenano.host.Failure;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Gives a key a value. */
@Command(
    name = "put",
    mixinStandardHelpOptions = true,
    description = {
      "Give a key a value; it replaces every value the key has here.",
      "",
      "What somebody else writes at the same time, without knowing of this, stays beside",
      "it: then the key is in conflict, see lattice inspect.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  lattice kv put colour blue",
      "  lattice kv put avatar --file me.png",
      "  date | lattice kv put seen -"
    })
final class KvPutCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private NodeCommand node;
  @Mixin private StoreOption store;

  @Parameters(index = "0", paramLabel = "KEY", description = "The key.")
  private String key;

  @Parameters(
      index = "1",
      paramLabel = "VALUE",
      arity = "0..1",
      description = "The value; - reads standard input.")
  private String value;

  @Option(names = "--file", paramLabel = "FILE", description = "Take the value from a file.")
  private Path file;

  @Override
  public Integer call() throws Failure {
    if ((value == null) == (file == null)) {
      throw new ParameterException(spec.commandLine(), "give a VALUE, - or --file");
    }
    byte[] content = ContentOption.read(value, file);
    try (NodeHome home = node.open()) {
      StoreId id = home.store(store.text(), KvState.class);
      new KeyWrites(home, id, KvKey.state(home, id)).add(KvKey.bytes(key), content).submit();
    } catch (StoreException e) {
      throw Failure.of(e);
    }
    return 0;
  }
}
