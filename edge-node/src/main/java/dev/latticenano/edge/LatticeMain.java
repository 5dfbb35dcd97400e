package dev.latticenano.edge;

import dev.latticenano.edge.cli.LatticeCommand;
import dev.latticenano.host.cli.Invocation;

/** The command line {@code lattice}. Exit codes are listed in docs/operations.md. */
public final class LatticeMain {
  private LatticeMain() {}

  /** Runs one command and ends the process with its exit code. */
  public static void main(String[] args) {
    int exitCode;
    try {
      exitCode = LatticeCommand.execute(args, System.out, System.err);
    } catch (AssertionError | VirtualMachineError error) {
      exitCode = new Invocation("lattice").ended(error, System.err);
    }
    System.out.flush();
    System.exit(exitCode);
  }
}
