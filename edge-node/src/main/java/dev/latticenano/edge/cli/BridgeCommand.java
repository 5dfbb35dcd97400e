package dev.latticenano.edge.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Looks after bridges. */
@Command(
    name = "bridge",
    mixinStandardHelpOptions = true,
    description = {
      "Look after bridges: boards that join radios and wires to this machine.",
      "",
      "A bridge has ports of its own; each is a line for lattice serve and lattice sync:",
      "--serial /dev/ttyACM0:1 is port 1 of the bridge at that device.",
      ""
    },
    subcommands = {
      BridgeListCommand.class,
      BridgeInfoCommand.class,
      BridgeStatsCommand.class,
      BridgeSetCommand.class,
      BridgeFlashCommand.class
    })
final class BridgeCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }
}
