package dev.latticenano.edge.cli;

import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.state.KvBatch;
import dev.latticenano.core.state.LogState;
import dev.latticenano.edge.NodeHome;
import dev.latticenano.edge.files.Submission;
import dev.latticenano.host.Failure;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Appends an entry. */
@Command(
    name = "append",
    mixinStandardHelpOptions = true,
    description = "Append an entry to a log store.",
    footer = {
      "",
      "Examples:",
      "  lattice log append \"pump on\" --store house",
      "  lattice log append --file report.txt",
      "  sensors | lattice log append -"
    })
final class LogAppendCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private NodeCommand node;
  @Mixin private StoreOption store;

  @Parameters(
      paramLabel = "TEXT",
      arity = "0..1",
      description = "The entry; - reads standard input, all of it.")
  private String text;

  @Option(names = "--file", paramLabel = "FILE", description = "Take the entry from a file.")
  private Path file;

  @Override
  public Integer call() throws Failure {
    if ((text == null) == (file == null)) {
      throw new ParameterException(spec.commandLine(), "give a TEXT, - or --file");
    }
    byte[] entry = ContentOption.read(text, file);
    if (entry.length == 0) {
      throw new Failure(Failure.BAD_INPUT, "an entry has at least one byte");
    }
    if (entry.length > KvBatch.PAYLOAD_BYTES_MAX) {
      throw new Failure(
          Failure.BAD_INPUT,
          "an entry has at most "
              + KvBatch.PAYLOAD_BYTES_MAX
              + " bytes, not "
              + entry.length
              + "; put large content into a store of files");
    }
    try (NodeHome home = node.open()) {
      StoreId id = home.store(store.text(), LogState.class);
      LogReadCommand.state(home, id);
      home.submit(id, Submission.ops(entry), List.of());
    }
    return 0;
  }
}
