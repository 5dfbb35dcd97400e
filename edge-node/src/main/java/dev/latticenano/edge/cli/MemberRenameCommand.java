package dev.latticenano.edge.cli;

import dev.latticenano.core.intention.StoreId;
import dev.latticenano.edge.MemberStep;
import dev.latticenano.edge.NodeHome;
import dev.latticenano.host.Failure;
import dev.latticenano.host.Shown;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Says what this node is called in a store. */
@Command(
    name = "rename",
    mixinStandardHelpOptions = true,
    description = "Say what this node is called in a store.",
    footer = {"", "Example:", "  lattice member rename \"Mia's laptop\" --store photos"})
final class MemberRenameCommand implements Callable<Integer> {
  private static final int NAME_BYTES_MAX = 64;

  @Mixin private NodeCommand node;
  @Mixin private StoreOption store;

  @Parameters(paramLabel = "NAME", description = "The name, at most 64 bytes.")
  private String name;

  @Override
  public Integer call() throws Failure {
    if (name.isBlank() || !Shown.of(name).equals(name)) {
      throw new Failure(Failure.BAD_INPUT, "a name has letters and no control characters");
    }
    if (name.getBytes(StandardCharsets.UTF_8).length > NAME_BYTES_MAX) {
      throw new Failure(
          Failure.BAD_INPUT, "a name has at most " + NAME_BYTES_MAX + " bytes of UTF-8");
    }
    try (NodeHome home = node.open()) {
      StoreId id = home.store(store.text());
      MemberStep.take(home, id, (members, nowMs) -> members.rename(name, nowMs));
    }
    return 0;
  }
}
