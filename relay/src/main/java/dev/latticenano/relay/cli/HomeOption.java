package dev.latticenano.relay.cli;

import dev.latticenano.host.Failure;
import dev.latticenano.relay.home.RelayHome;
import java.io.PrintWriter;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What all commands that work on a relay share: where it is and where to print. Mixed in. */
public final class HomeOption {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = {"-d", "--dir"},
      paramLabel = "DIR",
      description = {
        "Directory of this relay. Default: $LATTICE_RELAY_DIR,",
        "else ~/.local/share/lattice-relay."
      })
  private Path dir;

  /** The directory. */
  Path dir() throws Failure {
    if (dir != null) {
      return dir;
    }
    if (spec.root().userObject() instanceof RelayCommand top && top.dir() != null) {
      return top.dir();
    }
    String fromEnvironment = System.getenv("LATTICE_RELAY_DIR");
    try {
      return fromEnvironment == null || fromEnvironment.isEmpty()
          ? Path.of(System.getProperty("user.home"), ".local", "share", "lattice-relay")
          : Path.of(fromEnvironment);
    } catch (InvalidPathException e) {
      throw new Failure(Failure.BAD_INPUT, "LATTICE_RELAY_DIR is not a path: " + e.getReason(), e);
    }
  }

  /** Reads who the relay is. */
  RelayHome open() throws Failure {
    return RelayHome.open(dir());
  }

  /** Where answers go. */
  PrintWriter out() {
    return spec.commandLine().getOut();
  }

  /** Tells a person one sentence on the error stream. */
  void say(String sentence) {
    spec.commandLine().getErr().println(RelayCommand.NAME + ": " + sentence);
  }
}
