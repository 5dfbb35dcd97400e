package dev.latticenano.edge.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Shows and changes who takes part in a store. */
@Command(
    name = "member",
    mixinStandardHelpOptions = true,
    description = "See who takes part in a store, let others in, throw them out.",
    subcommands = {
      MemberListCommand.class,
      MemberInviteCommand.class,
      MemberJoinCommand.class,
      MemberRoleCommand.class,
      MemberRestCommand.Dormant.class,
      MemberRestCommand.Active.class,
      MemberRevokeCommand.class,
      InviteListCommand.class,
      InviteRevokeCommand.class,
      MemberRenameCommand.class
    })
final class MemberCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }
}
