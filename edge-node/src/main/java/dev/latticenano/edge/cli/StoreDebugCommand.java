package dev.latticenano.edge.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Looks into a store: its intentions and how they hang together. */
@Command(
    name = "debug",
    mixinStandardHelpOptions = true,
    description = "Look into a store: its intentions and how they hang together.",
    subcommands = {
      TipsCommand.class,
      AuthorsCommand.class,
      WitnessLogCommand.class,
      FloatingCommand.class,
      IntentionCommand.class,
      BranchCommand.class,
      GraphCommand.class
    })
final class StoreDebugCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }
}
