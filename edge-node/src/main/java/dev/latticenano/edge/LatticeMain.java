package dev.latticenano.edge;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line {@code lattice}. Exit codes are listed in docs/operations.md. */
@Command(
    name = "lattice",
    mixinStandardHelpOptions = true,
    version = "lattice 0.1.0-SNAPSHOT",
    description = "Carries signed, replicated data over cables, radios and memory.")
public final class LatticeMain implements Runnable {
  private final CommandLine commandLine = new CommandLine(this);

  private LatticeMain() {}

  /** Runs one command and ends the process with its exit code. */
  public static void main(String[] args) {
    System.exit(new LatticeMain().commandLine.execute(args));
  }

  @Override
  public void run() {
    commandLine.usage(System.out);
  }
}
