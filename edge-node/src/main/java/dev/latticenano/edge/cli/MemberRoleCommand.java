package dev.latticenano.edge.cli;

import dev.latticenano.core.intention.AuthorId;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.state.Role;
import dev.latticenano.edge.MemberStep;
import dev.latticenano.edge.NodeHome;
import dev.latticenano.host.Failure;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Gives a member another role. */
@Command(
    name = "role",
    mixinStandardHelpOptions = true,
    description = {
      "Give a member another role.",
      "",
      "Who could read a sealed store and no longer may gets no further key; what it had",
      "it keeps.",
      ""
    },
    footer = {"", "Example:", "  lattice member role phone reader --store photos"})
final class MemberRoleCommand implements Callable<Integer> {
  @Mixin private NodeCommand node;
  @Mixin private StoreOption store;

  @Parameters(index = "0", paramLabel = "MEMBER", description = "A name, or part of a key.")
  private String member;

  @Parameters(
      index = "1",
      paramLabel = "ROLE",
      completionCandidates = RoleNames.class,
      description = "One of: ${COMPLETION-CANDIDATES}.")
  private String role;

  @Override
  public Integer call() throws Failure {
    Role given = RoleNames.parse(role);
    try (NodeHome home = node.open()) {
      StoreId id = home.store(store.text());
      AuthorNames names = new AuthorNames(home, id);
      AuthorId peer = names.find(member);
      MemberStep.take(home, id, (members, nowMs) -> members.setRole(peer, given, nowMs));
      node.out().println(names.of(peer) + " is " + RoleNames.of(given) + " now");
    }
    return 0;
  }
}
