package dev.latticenano.relay.cli;

import dev.latticenano.host.Failure;
import dev.latticenano.host.cli.HomeFolder;
import dev.latticenano.relay.home.RelayHome;
import java.io.PrintWriter;
import java.nio.file.Path;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What all commands that work on a relay share: where it is and where to print. Mixed in. */
public final class HomeOption {
  private static final HomeFolder HOME = new HomeFolder("LATTICE_RELAY_DIR", "lattice-relay");

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = {"-d", "--dir"},
      paramLabel = "DIR",
      description = {
        "Directory of this relay. Default: $LATTICE_RELAY_DIR, else",
        "~/.local/share/lattice-relay."
      })
  private Path dir;

  /** The directory. */
  Path dir() throws Failure {
    Path before = spec.root().userObject() instanceof RelayCommand top ? top.dir() : null;
    return HOME.of(dir, before);
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
