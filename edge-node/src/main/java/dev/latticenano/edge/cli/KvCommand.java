package dev.latticenano.edge.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Reads and writes a key-value store. */
@Command(
    name = "kv",
    mixinStandardHelpOptions = true,
    description = "Read and write the keys of a key-value store.",
    subcommands = {
      KvPutCommand.class,
      KvGetCommand.class,
      KvDeleteCommand.class,
      KvListCommand.class,
      KvBatchCommand.class,
      KvWatchCommand.class
    })
final class KvCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }
}
