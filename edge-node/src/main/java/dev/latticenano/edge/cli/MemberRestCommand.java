package dev.latticenano.edge.cli;

import dev.latticenano.core.intention.AuthorId;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.edge.MemberStep;
import dev.latticenano.edge.NodeHome;
import dev.latticenano.host.Failure;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Has others wait for a member's vote, or not. */
final class MemberRestCommand {
  private MemberRestCommand() {}

  private static void set(NodeCommand node, StoreOption store, String member, boolean dormant)
      throws Failure {
    try (NodeHome home = node.open()) {
      StoreId id = home.store(store.text());
      AuthorNames names = new AuthorNames(home, id);
      AuthorId peer = names.find(member);
      MemberStep.take(home, id, (members, nowMs) -> members.setDormant(peer, dormant, nowMs));
      node.out().println(names.of(peer) + (dormant ? " is dormant now" : " is active again"));
    }
  }

  /** Waits no more. */
  @Command(
      name = "dormant",
      mixinStandardHelpOptions = true,
      description = {
        "Say that nobody waits for a member: a phone in a drawer.",
        "",
        "It may do all it could; old history goes without its vote.",
        ""
      },
      footer = {"", "Example:", "  lattice member dormant old-phone --store photos"})
  static final class Dormant implements Callable<Integer> {
    @Mixin private NodeCommand node;
    @Mixin private StoreOption store;

    @Parameters(paramLabel = "MEMBER", description = "A name, or part of a key.")
    private String member;

    @Override
    public Integer call() throws Failure {
      set(node, store, member, true);
      return 0;
    }
  }

  /** Waits again. */
  @Command(
      name = "active",
      mixinStandardHelpOptions = true,
      description = "Say that a dormant member is back.",
      footer = {"", "Example:", "  lattice member active old-phone --store photos"})
  static final class Active implements Callable<Integer> {
    @Mixin private NodeCommand node;
    @Mixin private StoreOption store;

    @Parameters(paramLabel = "MEMBER", description = "A name, or part of a key.")
    private String member;

    @Override
    public Integer call() throws Failure {
      set(node, store, member, false);
      return 0;
    }
  }
}
