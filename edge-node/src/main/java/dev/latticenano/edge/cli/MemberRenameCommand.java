package dev.latticenano.edge.cli;

import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.intention.SystemOpWriter;
import dev.latticenano.core.intention.UniversalOpWriter;
import dev.latticenano.core.state.Head;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.edge.Failure;
import dev.latticenano.edge.NodeHome;
import dev.latticenano.edge.Shown;
import java.nio.charset.StandardCharsets;
import java.util.List;
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
  private static final int CITED_MAX = 16;

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
      byte[] content = SystemOpWriter.peerName(home.node().key(), name);
      UniversalOpWriter ops = new UniversalOpWriter().system(content, 0, content.length);
      byte[] bytes = new byte[ops.length()];
      ops.write(bytes, 0, bytes.length);
      List<Hash> cited =
          home.node().system(id).heads("peer/" + home.node().key() + "/name").stream()
              .map(Head::hash)
              .limit(CITED_MAX)
              .toList();
      home.submit(id, bytes, cited);
    } catch (StoreException e) {
      throw Failure.of(e);
    }
    return 0;
  }
}
