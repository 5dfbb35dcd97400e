package dev.latticenano.host.cli;

import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Prints the completion script of the shell for the program that it is a command of. */
@Command(
    name = "completion",
    mixinStandardHelpOptions = true,
    description = "Print the script that completes ${ROOT-COMMAND-NAME} commands in bash and zsh.",
    footer = {"", "Example:", "  source <(${ROOT-COMMAND-NAME} completion)"})
public final class Completion implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    CommandLine top = spec.root().commandLine();
    spec.commandLine().getOut().print(AutoComplete.bash(top.getCommandName(), top));
    spec.commandLine().getOut().flush();
  }
}
