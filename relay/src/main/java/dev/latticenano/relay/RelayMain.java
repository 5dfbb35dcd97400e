package dev.latticenano.relay;

import dev.latticenano.host.cli.Invocation;
import dev.latticenano.relay.cli.RelayCommand;

/** The command line {@code lattice-relay}. Exit codes are listed in docs/operations.md. */
public final class RelayMain {
  private RelayMain() {}

  /** Runs one command and ends the process with its exit code. */
  public static void main(String[] args) {
    int exitCode;
    try {
      exitCode = RelayCommand.execute(args, System.out, System.err);
    } catch (AssertionError | VirtualMachineError error) {
      exitCode = new Invocation(RelayCommand.NAME).ended(error, System.err);
    }
    System.out.flush();
    System.exit(exitCode);
  }
}
