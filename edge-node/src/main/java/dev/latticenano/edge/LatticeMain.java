package dev.latticenano.edge;

import dev.latticenano.edge.cli.LatticeCommand;
import java.io.PrintStream;

/** The command line {@code lattice}. Exit codes are listed in docs/operations.md. */
public final class LatticeMain {
  private LatticeMain() {}

  /** Runs one command and ends the process with its exit code. */
  public static void main(String[] args) {
    int exitCode;
    try {
      exitCode = LatticeCommand.execute(args, System.out, System.err);
    } catch (AssertionError defect) {
      exitCode = defect(defect, System.err);
    }
    System.out.flush();
    System.exit(exitCode);
  }

  // Our own mistake: one sentence, and where it happened for whoever mends it.
  private static int defect(Throwable defect, PrintStream err) {
    StackTraceElement[] trace = defect.getStackTrace();
    err.println(
        "lattice: a defect of this program, please report it: "
            + defect
            + (trace.length > 0 ? " at " + trace[0] : ""));
    return Failure.FAILED;
  }
}
