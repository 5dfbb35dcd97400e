package dev.latticenano.edge.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Writes and reads a log store. */
@Command(
    name = "log",
    mixinStandardHelpOptions = true,
    description = "Append to a log store and read it.",
    subcommands = {LogAppendCommand.class, LogReadCommand.class, LogFollowCommand.class})
final class LogCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }
}
