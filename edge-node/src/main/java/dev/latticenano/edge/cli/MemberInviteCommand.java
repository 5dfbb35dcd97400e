package dev.latticenano.edge.cli;

import dev.latticenano.core.intention.InviteToken;
import dev.latticenano.core.state.Role;
import dev.latticenano.edge.NodeHome;
import dev.latticenano.host.Failure;
import dev.latticenano.host.text.Times;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Prints a token that lets another device join. */
@Command(
    name = "invite",
    mixinStandardHelpOptions = true,
    description = {
      "Print a token with which another device joins the store.",
      "",
      "Whoever has the token comes in with the role it gives: hand it over in private.",
      "There: lattice member join TOKEN, then a sync with this node, or without --once",
      "with any owner's. Whether it has expired, the clock of that node says.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  lattice member invite photos",
      "  lattice member invite photos --role carrier --qr",
      "  lattice member invite photos --role reader --expires 7d --once"
    })
final class MemberInviteCommand implements Callable<Integer> {
  @Mixin private NodeCommand node;
  @Mixin private QrOptions qr;

  @Parameters(
      paramLabel = "STORE",
      arity = "0..1",
      description = "Name or id; not needed when there is only one.")
  private String store;

  @Option(
      names = "--role",
      paramLabel = "ROLE",
      defaultValue = "voter",
      completionCandidates = RoleNames.class,
      description = "What they may do: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
  private String role;

  @Option(
      names = "--expires",
      paramLabel = "TIME",
      description = "Let nobody in after so long: 30m, 12h, 7d, 2w. Default: never expires.")
  private String expires;

  @Option(names = "--once", description = "Let one device in, who must ask this very node.")
  private boolean once;

  @Override
  public Integer call() throws Failure {
    Role given = RoleNames.parse(role);
    long expiresMs = expires == null ? 0 : System.currentTimeMillis() + length();
    try (NodeHome home = node.open()) {
      InviteToken token = home.invitations().make(home.store(store), given, once, expiresMs);
      qr.print(node.out(), node.err(), token.text());
      node.out().println(token.text());
    }
    return 0;
  }

  private long length() throws Failure {
    try {
      return Times.lengthMs(expires);
    } catch (IllegalArgumentException e) {
      throw new Failure(Failure.BAD_INPUT, e.getMessage(), e);
    }
  }
}
