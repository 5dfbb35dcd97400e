package dev.latticenano.edge.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Plays scenarios of many nodes in virtual time. */
@Command(
    name = "sim",
    mixinStandardHelpOptions = true,
    description = "Simulate many nodes in virtual time, as a scenario says.",
    subcommands = {SimRunCommand.class, SimCheckCommand.class, SimListCommand.class})
final class SimCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }
}
