package dev.latticenano.edge.cli;

import dev.latticenano.core.intention.AuthorId;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.edge.MemberStep;
import dev.latticenano.edge.NodeHome;
import dev.latticenano.host.Failure;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Throws a member out. */
@Command(
    name = "revoke",
    mixinStandardHelpOptions = true,
    description = {
      "Throw a member out; of oneself: leave.",
      "",
      "What is here of it stays, on every node. Nothing it writes later ever appears, nor",
      "what it wrote before and this node has not seen. In a sealed store the others get",
      "a new key; what it could read before, it can read for ever.",
      ""
    },
    footer = {"", "Example:", "  lattice member revoke stolen-laptop --store photos --yes"})
final class MemberRevokeCommand implements Callable<Integer> {
  @Mixin private NodeCommand node;
  @Mixin private StoreOption store;

  @Parameters(paramLabel = "MEMBER", description = "A name, or part of a key.")
  private String member;

  @Option(names = "--yes", description = "Do it; without, say what would happen.")
  private boolean sure;

  @Override
  public Integer call() throws Failure {
    try (NodeHome home = node.open()) {
      StoreId id = home.store(store.text());
      AuthorNames names = new AuthorNames(home, id);
      AuthorId peer = names.find(member);
      boolean self = peer.equals(home.node().key());
      if (!sure) {
        throw new Failure(
            Failure.FAILED,
            self
                ? "this node would be no member any more and could not write; say --yes"
                : names.of(peer)
                    + " ("
                    + peer.shortText()
                    + ") would be thrown out, and nothing it writes would appear; say --yes");
      }
      MemberStep.take(
          home,
          id,
          (members, nowMs) -> {
            if (self) {
              members.leave(nowMs);
            } else {
              members.revoke(peer, nowMs);
            }
          });
      node.out()
          .println(
              self
                  ? "this node is no member any more; the next sync tells the others"
                  : names.of(peer) + " is out; the next sync tells the others");
    }
    return 0;
  }
}
