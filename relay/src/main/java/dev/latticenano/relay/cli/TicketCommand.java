package dev.latticenano.relay.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Promises of space. */
@Command(
    name = "ticket",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    description = {
      "Promise space to somebody.",
      "",
      "A ticket is a text, good for so many bytes in so many stores. Whoever has the text",
      "can use it: hand it over like a password.",
      ""
    },
    subcommands = {TicketCreateCommand.class, TicketListCommand.class, TicketRevokeCommand.class})
final class TicketCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }
}
