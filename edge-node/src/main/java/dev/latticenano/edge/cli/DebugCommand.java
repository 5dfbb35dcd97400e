package dev.latticenano.edge.cli;

import com.grack.nanojson.JsonWriter;
import dev.latticenano.core.intention.Decoded;
import dev.latticenano.host.Failure;
import dev.latticenano.host.Reason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Looks at bytes. */
@Command(
    name = "debug",
    mixinStandardHelpOptions = true,
    description = "Look at the bytes of Lattice.",
    subcommands = {DebugCommand.Decode.class, NegentropyCommand.class})
final class DebugCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }

  /** What can be decoded. */
  enum Kind {
    INTENTION,
    SIGNED,
    WITNESS,
    OPS,
    TOKEN
  }

  /** Decodes one thing to one JSON object. */
  @Command(
      name = "decode",
      mixinStandardHelpOptions = true,
      description = {
        "Decode bytes to one JSON object.",
        "",
        "Every field has its name in docs/protocol.md. Exit code 0 when valid, 5 when not;",
        "then the verdict says which rule is broken.",
        ""
      },
      footer = {
        "",
        "Examples:",
        "  lattice debug decode token ubq…",
        "  lattice debug decode ops 52090a0712050a036b6579",
        "  xxd -p -c0 large.bin | lattice debug decode intention -"
      })
  static final class Decode implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @Parameters(
        index = "0",
        paramLabel = "KIND",
        description = "intention, signed, witness, ops or token.")
    private Kind kind;

    @Parameters(
        index = "1",
        paramLabel = "HEX_OR_TEXT",
        description = "Hexadecimal; a token's text. With - from standard input.")
    private String text;

    @Override
    public Integer call() throws Failure {
      String input = text.equals("-") ? standardInput() : text;
      Map<String, Object> decoded =
          switch (kind) {
            case INTENTION -> Decoded.intention(input);
            case SIGNED -> Decoded.signed(input);
            case WITNESS -> Decoded.witness(input);
            case OPS -> Decoded.ops(input);
            case TOKEN -> Decoded.token(input);
          };
      spec.commandLine().getOut().println(JsonWriter.string(decoded));
      return Boolean.TRUE.equals(decoded.get("valid")) ? 0 : Failure.BAD_INPUT;
    }

    // The system takes no argument beyond 128 KiB: a large intention does not fit into one.
    private static String standardInput() throws Failure {
      try {
        return new String(System.in.readAllBytes(), StandardCharsets.UTF_8).strip();
      } catch (IOException e) {
        throw new Failure(Failure.BAD_INPUT, "cannot read the standard input: " + Reason.of(e), e);
      }
    }
  }
}
