package dev.latticenano.edge.cli;

import dev.latticenano.host.cli.Completion;
import dev.latticenano.host.cli.Invocation;
import java.io.PrintStream;
import java.nio.file.Path;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

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
      RelayCommand.class,
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
      BridgeCommand.class,
      DebugCommand.class,
      DemoCommand.class,
      SimCommand.class,
      Completion.class,
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
    return new Invocation("lattice").run(top, args, out, err);
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
}
