package dev.latticenano.relay.cli;

import dev.latticenano.host.cli.Completion;
import dev.latticenano.host.cli.Invocation;
import java.io.PrintStream;
import java.nio.file.Path;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command {@code lattice-relay} and everything below it. */
@Command(
    name = RelayCommand.NAME,
    mixinStandardHelpOptions = true,
    version = RelayCommand.NAME + " 0.1.0-SNAPSHOT",
    synopsisSubcommandLabel = "COMMAND",
    description = {
      "Holds stores for people you never met, and reads none of them.",
      "",
      "A relay is where devices meet that are never awake at the same time. Whoever has a",
      "ticket of yours may bring a store; its owner says who may use it.",
      ""
    },
    subcommands = {
      InitCommand.class,
      ServeCommand.class,
      StoresCommand.class,
      StatusCommand.class,
      PruneCommand.class,
      ReloadCommand.class,
      DoctorCommand.class,
      TicketCommand.class,
      Completion.class,
      CommandLine.HelpCommand.class
    },
    footer = {
      "",
      "First steps:",
      "  lattice-relay init --address relay.example.org    make this machine one",
      "  lattice-relay ticket create --space 10GB          space for somebody, as text",
      "  lattice-relay serve                               answer whoever calls",
      "",
      "On a device that has a store:",
      "  lattice relay add URL --ticket TICKET             bring it here",
      "",
      "Exit codes: 0 done, 1 failed, 2 wrong usage, 3 not found, 4 directory in use,",
      "5 bad input, 6 link failed, 7 disk full or failed, 8 damage found,",
      "130 interrupted."
    })
public final class RelayCommand implements Runnable {
  /** What people type. */
  public static final String NAME = "lattice-relay";

  @Spec private CommandSpec spec;

  @Option(
      names = {"-d", "--dir"},
      paramLabel = "DIR",
      description = "The relay's directory, for any command; may also stand behind the command.")
  private Path dir;

  /** Runs one command line; returns its exit code. */
  public static int execute(String[] args, PrintStream out, PrintStream err) {
    return new Invocation(NAME).run(new RelayCommand(), args, out, err);
  }

  /** The directory named before the command; null if none was. */
  Path dir() {
    return dir;
  }

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }
}
