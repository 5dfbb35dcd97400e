package dev.latticenano.edge.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Shows what the product does, on this machine alone. */
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    description = "See it work on this machine alone.",
    subcommands = CarryCommand.class)
final class DemoCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }
}
