package dev.latticenano.edge.cli;

import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.state.Invite;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.edge.MemberStep;
import dev.latticenano.edge.NodeHome;
import dev.latticenano.host.Failure;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Takes an invite back. */
@Command(
    name = "uninvite",
    mixinStandardHelpOptions = true,
    description = "Take an invite back: nobody comes in by it any more.",
    footer = {"", "Example:", "  lattice member uninvite 5f3a91c2 --store photos"})
final class InviteRevokeCommand implements Callable<Integer> {
  private static final int DIGITS_MIN = 4;

  @Mixin private NodeCommand node;
  @Mixin private StoreOption store;

  @Parameters(
      paramLabel = "ID",
      description = "Four or more digits of what lattice member invites shows.")
  private String text;

  @Override
  public Integer call() throws Failure {
    String digits = text.strip().toLowerCase(Locale.ROOT);
    if (!digits.matches("[0-9a-f]{" + DIGITS_MIN + ",64}")) {
      throw new Failure(
          Failure.BAD_INPUT, "an invite is named by " + DIGITS_MIN + " or more hexadecimal digits");
    }
    try (NodeHome home = node.open()) {
      StoreId id = home.store(store.text());
      List<Hash> found =
          home.node().system(id).invites().stream()
              .map(Invite::token)
              .filter(token -> token.toString().startsWith(digits))
              .toList();
      if (found.size() != 1) {
        throw new Failure(
            Failure.NOT_FOUND,
            found.isEmpty()
                ? "no invite begins with " + digits + "; see: lattice member invites"
                : digits + " fits " + found.size() + " invites; give more digits");
      }
      MemberStep.take(home, id, (members, nowMs) -> members.revokeInvite(found.get(0), nowMs));
      node.out().println("taken back; nodes that hear of it let nobody in by it");
    } catch (StoreException e) {
      throw Failure.of(e);
    }
    return 0;
  }
}
