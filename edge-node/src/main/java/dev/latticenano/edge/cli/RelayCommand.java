package dev.latticenano.edge.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Uses relays, and watches them. */
@Command(
    name = "relay",
    mixinStandardHelpOptions = true,
    description = {
      "Use a relay, and watch whether it is honest.",
      "",
      "A relay is always awake, keeps what members send, and cannot read it.",
      ""
    },
    subcommands = {
      RelayAddCommand.class,
      RelayListCommand.class,
      RelayRemoveCommand.class,
      RelayAuditCommand.class
    })
final class RelayCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }
}
