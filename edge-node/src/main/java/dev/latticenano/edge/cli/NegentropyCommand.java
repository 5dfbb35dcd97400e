package dev.latticenano.edge.cli;

import dev.latticenano.core.reconcile.Caps;
import dev.latticenano.host.Failure;
import dev.latticenano.host.Reason;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Lets the test suites of other implementations of Negentropy drive ours. */
@Command(
    name = "negentropy-harness",
    hidden = true,
    mixinStandardHelpOptions = true,
    description = {
      "One side of a reconciliation, in lines on standard input and output.",
      "",
      "  in   item,CREATED,HEX   an item of this side, any number of them",
      "       seal               no more items",
      "       initiate           this side begins",
      "       msg,HEX            what the other side says",
      "  out  msg,HEX            what this side says",
      "       have,HEX need,HEX  an id that only this side has, or only the other",
      "       done               this side knows all differences",
      "",
      "FRAMESIZELIMIT in the environment limits messages, in bytes, 4096 or more; 0: no limit.",
      "NEGENTROPY_COMPAT=1 closes full messages as the first implementation does.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  printf 'seal\\nmsg,6100000200\\n' | lattice debug negentropy-harness",
      "  FRAMESIZELIMIT=60000 NEGENTROPY_COMPAT=1 lattice debug negentropy-harness"
    })
final class NegentropyCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Failure {
    Map<String, String> environment = System.getenv();
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
    NegentropyHarness harness =
        new NegentropyHarness(caps(environment), spec.commandLine().getOut());
    try {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        harness.accept(line);
      }
    } catch (IOException e) {
      throw new Failure(Failure.BAD_INPUT, "cannot read the standard input: " + Reason.of(e), e);
    }
    return 0;
  }

  /** What the environment asks for. */
  static Caps caps(Map<String, String> environment) throws Failure {
    String limit = environment.getOrDefault("FRAMESIZELIMIT", "");
    boolean compat = environment.getOrDefault("NEGENTROPY_COMPAT", "").equals("1");
    int most = Integer.MAX_VALUE;
    try {
      int bytes = limit.isEmpty() ? 0 : Integer.parseInt(limit);
      return new Caps(bytes, most, most, most, compat);
    } catch (IllegalArgumentException e) {
      throw new Failure(Failure.BAD_INPUT, "FRAMESIZELIMIT=" + limit + ": not 0, 4096 or more", e);
    }
  }
}
