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
    } catch (AssertionError | VirtualMachineError error) {
      exitCode = ended(error, System.err);
    }
    System.out.flush();
    System.exit(exitCode);
  }

  /** Says in one sentence what ended the program; returns its exit code. */
  static int ended(Error error, PrintStream err) {
    if (error instanceof InternalError) {
      // A page of a file that is read as memory is gone (docs/storage.md): nothing else says so.
      err.println(
          "lattice: the disk failed under the index, which can be made anew; nothing acknowledged is"
              + " lost: see to the disk, then run: lattice doctor");
      return Failure.DISK;
    }
    if (error instanceof OutOfMemoryError) {
      err.println(
          "lattice: the memory that the program may take is full; nothing acknowledged is lost: close"
              + " other stores, or allow more: LATTICE_JAVA_OPTS=-Xmx512m");
      return Failure.FAILED;
    }
    // Our own mistake: where it happened is for whoever mends it.
    StackTraceElement[] trace = error.getStackTrace();
    err.println(
        "lattice: a defect of this program, please report it: "
            + error
            + (trace.length > 0 ? " at " + trace[0] : ""));
    return Failure.FAILED;
  }
}
