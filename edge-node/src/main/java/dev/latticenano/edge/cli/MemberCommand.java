package dev.latticenano.edge.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Shows and changes who takes part in a store. */
@Command(
    name = "member",
    mixinStandardHelpOptions = true,
    description = "See who takes part in a store, and let others in.",
    subcommands = {
      MemberListCommand.class,
      StoreCommand.Invite.class,
      StoreCommand.Join.class,
      MemberRenameCommand.class
    })
final class MemberCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }
}
