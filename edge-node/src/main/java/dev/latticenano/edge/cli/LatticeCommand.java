package dev.latticenano.edge.cli;

import dev.latticenano.edge.Failure;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command {@code lattice} and everything below it. */
@Command(
    name = "lattice",
    mixinStandardHelpOptions = true,
    version = "lattice 0.1.0-SNAPSHOT",
    synopsisSubcommandLabel = "COMMAND",
    description = {
      "Carries signed files from device to device over cables and networks,",
      "without a server in between.",
      ""
    },
    subcommands = {
      InitCommand.class,
      StoreCommand.class,
      MemberCommand.class,
      KeyCommand.class,
      PutCommand.class,
      GetCommand.class,
      ListCommand.class,
      RemoveCommand.class,
      MoveCommand.class,
      SyncCommand.class,
      ServeCommand.class,
      StatusCommand.class,
      BundleCommand.class,
      SnapshotCommand.class,
      SettingsCommand.class,
      KvCommand.class,
      LogCommand.class,
      InspectCommand.class,
      ResolveCommand.class,
      HistoryCommand.class,
      ShowCommand.class,
      ForkCommand.class,
      GcCommand.class,
      ScrubCommand.class,
      DoctorCommand.class,
      DebugCommand.class,
      DemoCommand.class,
      SimCommand.class,
      LatticeCommand.Completion.class,
      CommandLine.HelpCommand.class
    },
    footer = {
      "",
      "First steps:",
      "  lattice demo carry                         see it work on this machine",
      "  lattice init                               make this device a node",
      "  lattice store create photos                make a store",
      "  lattice put --store photos ~/Pictures      sign a folder into it",
      "  lattice store invite photos                print the token for another device",
      "  lattice serve --serial /dev/ttyACM0        wait for the device on a cable",
      "",
      "On the other device:",
      "  lattice init && lattice store join TOKEN",
      "  lattice sync --serial /dev/ttyACM0         fetch everything, then unplug",
      "  lattice get / ~/Carried                    write the files out",
      "",
      "Exit codes: 0 done, 1 failed, 2 wrong usage, 3 not found, 4 directory in use,",
      "5 bad input, 6 link failed, 7 disk full or failed, 8 damage found,",
      "130 interrupted."
    })
public final class LatticeCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Option(
      names = {"-d", "--dir"},
      paramLabel = "DIR",
      description = "Data directory, for any command; may also stand behind the command.")
  private Path dir;

  private PrintStream raw = System.out;

  /** Runs one command line; returns its exit code. */
  public static int execute(String[] args, PrintStream out, PrintStream err) {
    LatticeCommand top = new LatticeCommand();
    top.raw = out;
    CommandLine line = new CommandLine(top);
    line.setOut(new PrintWriter(out, true, StandardCharsets.UTF_8));
    line.setErr(new PrintWriter(err, true, StandardCharsets.UTF_8));
    line.setExecutionExceptionHandler(LatticeCommand::failed);
    line.setParameterExceptionHandler(LatticeCommand::misused);
    line.setCaseInsensitiveEnumValuesAllowed(true);
    return line.execute(args);
  }

  private static int failed(Exception e, CommandLine line, ParseResult parsed) throws Exception {
    if (e instanceof Failure failure) {
      line.getErr().println("lattice: " + failure.getMessage());
      return failure.exitCode();
    }
    if (e instanceof InterruptedException) {
      line.getErr().println("lattice: interrupted; nothing acknowledged is lost, run it again");
      return ExitCode.SOFTWARE;
    }
    StackTraceElement[] trace = e.getStackTrace();
    line.getErr()
        .println(
            "lattice: a defect of this program, please report it: "
                + e
                + (trace.length > 0 ? " at " + trace[0] : ""));
    return Failure.FAILED;
  }

  // What is wrong, what may have been meant, where to read on; not the whole help.
  private static int misused(ParameterException e, String[] args) {
    CommandLine line = e.getCommandLine();
    String name = line.getCommandSpec().qualifiedName();
    line.getErr().println("lattice: " + e.getMessage());
    UnmatchedArgumentException.printSuggestions(e, line.getErr());
    line.getErr().println("See: " + name + " --help");
    return ExitCode.USAGE;
  }

  /** The data directory named before the command; null if none was. */
  Path dir() {
    return dir;
  }

  /** Standard output, for bytes that are no text. */
  PrintStream raw() {
    return raw;
  }

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }

  /** Prints the completion script of the shell. */
  @Command(
      name = "completion",
      mixinStandardHelpOptions = true,
      description = "Print the script that completes lattice commands in bash and zsh.",
      footer = {"", "Example:", "  source <(lattice completion)"})
  static final class Completion implements Runnable {
    @Spec private CommandSpec spec;

    @Override
    public void run() {
      CommandLine top = spec.root().commandLine();
      spec.commandLine().getOut().print(AutoComplete.bash("lattice", top));
      spec.commandLine().getOut().flush();
    }
  }
}
