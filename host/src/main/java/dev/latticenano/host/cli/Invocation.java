package dev.latticenano.host.cli;

import dev.latticenano.host.Failure;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * One command line of a program, run: whatever fails is one sentence on the error stream that
 * begins with the program's name, and an exit code of docs/operations.md.
 */
public final class Invocation {
  private final String program;

  /** Of {@code program}, as people type it. */
  public Invocation(String program) {
    this.program = program;
  }

  /** Runs {@code args} below the command {@code top}; returns the exit code. */
  public int run(Object top, String[] args, PrintStream out, PrintStream err) {
    CommandLine line = new CommandLine(top);
    line.setOut(new PrintWriter(out, true, StandardCharsets.UTF_8));
    line.setErr(new PrintWriter(err, true, StandardCharsets.UTF_8));
    line.setExecutionExceptionHandler((e, failed, parsed) -> failed(e, failed.getErr()));
    line.setParameterExceptionHandler((e, words) -> misused(e));
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setHelpFactory(Paragraphs::help);
    return line.execute(args);
  }

  private int failed(Exception e, PrintWriter err) {
    if (e instanceof Failure failure) {
      err.println(program + ": " + failure.getMessage());
      return failure.exitCode();
    }
    if (e instanceof InterruptedException) {
      err.println(program + ": interrupted; nothing acknowledged is lost, run it again");
      return ExitCode.SOFTWARE;
    }
    err.println(defect(e));
    return Failure.FAILED;
  }

  // Our own mistake: where it happened is for whoever mends it.
  private String defect(Throwable e) {
    StackTraceElement[] trace = e.getStackTrace();
    return program
        + ": a defect of this program, please report it: "
        + e
        + (trace.length > 0 ? " at " + trace[0] : "");
  }

  // What is wrong, what may have been meant, where to read on; not the whole help.
  private int misused(ParameterException misuse) {
    CommandLine line = misuse.getCommandLine();
    ParameterException e = misuse;
    if (misuse instanceof MissingParameterException && !line.getUnmatchedArguments().isEmpty()) {
      // What is missing may have been said by another name.
      e = new UnmatchedArgumentException(line, line.getUnmatchedArguments());
    }
    String name = line.getCommandSpec().qualifiedName();
    line.getErr().println(program + ": " + wrong(e));
    UnmatchedArgumentException.printSuggestions(e, line.getErr());
    line.getErr().println("See: " + name + " --help");
    return ExitCode.USAGE;
  }

  // The parser's words where they are a person's, too.
  private static String wrong(ParameterException e) {
    if (e instanceof UnmatchedArgumentException unmatched) {
      String word = unmatched.getUnmatched().get(0);
      if (unmatched.isUnknownOption()) {
        return "there is no option " + word;
      }
      boolean group = !e.getCommandLine().getSubcommands().isEmpty();
      return group ? "there is no command " + word : "one word too many: " + word;
    }
    return e.getMessage().replaceFirst(" is not an? (int|long)$", " is no whole number");
  }

  /** Says in one sentence what ended the program; returns its exit code. */
  public int ended(Error error, PrintStream err) {
    if (error instanceof InternalError) {
      // A page of a file that is read as memory is gone (docs/storage.md): nothing else says so.
      err.println(
          program
              + ": the disk failed under the index, which can be made anew; nothing acknowledged is"
              + " lost: see to the disk, then run: "
              + program
              + " doctor");
      return Failure.DISK;
    }
    if (error instanceof OutOfMemoryError) {
      err.println(
          program
              + ": the memory that the program may take is full; nothing acknowledged is lost: close"
              + " other stores, or allow more: LATTICE_JAVA_OPTS=-Xmx512m");
      return Failure.FAILED;
    }
    err.println(defect(error));
    return Failure.FAILED;
  }
}
