package dev.latticenano.edge.cli;

import dev.latticenano.core.Verdict;
import dev.latticenano.core.intention.InviteToken;
import dev.latticenano.edge.NodeHome;
import dev.latticenano.host.Failure;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Takes an invite; the next sync lets this node in. */
@Command(
    name = "join",
    mixinStandardHelpOptions = true,
    description = {
      "Join a store with a token; the next sync lets this node in.",
      "",
      "The token is kept until then. It works with the node that made it, and unless it",
      "was made with --once with every owner of the store; others can bring the store,",
      "but not let anybody in.",
      ""
    },
    footer = {"", "Example:", "  lattice member join ubq… && lattice sync --tcp 10.0.0.5:7400"})
final class MemberJoinCommand implements Callable<Integer> {
  @Mixin private NodeCommand node;

  @Parameters(paramLabel = "TOKEN", description = "What lattice member invite printed.")
  private String text;

  @Override
  public Integer call() throws Failure {
    Verdict verdict = InviteToken.check(text.strip());
    if (verdict != Verdict.OK) {
      throw new Failure(Failure.BAD_INPUT, sentence(verdict));
    }
    InviteToken token = InviteToken.parse(text.strip());
    try (NodeHome home = node.open()) {
      home.invitations().take(token);
      node.out()
          .println(
              "kept the invite into "
                  + token.store()
                  + "; now sync with who made it: "
                  + token.inviter().shortText());
    }
    return 0;
  }

  private static String sentence(Verdict verdict) {
    return switch (verdict) {
      case TOKEN_TEXT -> "this is not a token: a token is 124 letters and digits from ubq on";
      case TOKEN_CHECKSUM -> "the token is mistyped or cut: its checksum does not match";
      case TOKEN_VERSION -> "the token is of another kind or from a newer version";
      default -> "the token is damaged: " + verdict;
    };
  }
}
