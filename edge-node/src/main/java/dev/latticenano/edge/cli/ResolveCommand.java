package dev.latticenano.edge.cli;

import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.state.FileState;
import dev.latticenano.core.state.Head;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.edge.Failure;
import dev.latticenano.edge.KeyWrites;
import dev.latticenano.edge.NodeHome;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Settles a conflict. */
@Command(
    name = "resolve",
    mixinStandardHelpOptions = true,
    description = {
      "Settle a key or a path with several values: one write replaces them all.",
      "",
      "In a store of files the conflict copies go with it; to keep one, get it first.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  lattice inspect colour",
      "  lattice resolve colour --take 2",
      "  lattice resolve colour --value green",
      "  lattice resolve summer/a.jpg --take 1"
    })
final class ResolveCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private NodeCommand node;
  @Mixin private StoreOption store;

  @Parameters(paramLabel = "KEY", description = "A key; in a store of files a path.")
  private String text;

  @Option(
      names = "--take",
      paramLabel = "N",
      description = "Take the value that lattice inspect shows with this number.")
  private Integer take;

  @Option(
      names = "--value",
      paramLabel = "VALUE",
      description = "Write this value instead; - reads standard input.")
  private String value;

  @Option(names = "--file", paramLabel = "FILE", description = "Write what is in a file instead.")
  private Path file;

  @Override
  public Integer call() throws Failure {
    if (Stream.of(take, value, file).filter(each -> each != null).count() != 1) {
      throw new ParameterException(
          spec.commandLine(), "say what it becomes: --take N, --value VALUE or --file FILE");
    }
    byte[] content = take == null ? ContentOption.read(value, file) : null;
    try (NodeHome home = node.open()) {
      StoreId id = home.store(store.text());
      if (take == null && home.node().state(id) instanceof FileState) {
        throw new Failure(
            Failure.BAD_INPUT,
            "in a store of files, take one with --take, then put another with lattice put");
      }
      KeyHeads heads = KeyHeads.of(home, id, text);
      if (take != null) {
        content = taken(heads).value();
      }
      new KeyWrites(home, id).add(heads.key(), content).submit();
      node.out()
          .println(
              heads.shown()
                  + (content == null ? " is deleted" : " has one value")
                  + ", in the place of "
                  + Units.count(heads.all().size(), "head"));
    } catch (StoreException e) {
      throw Failure.of(e);
    }
    return 0;
  }

  private Head taken(KeyHeads heads) throws Failure {
    if (take < 1 || take > heads.all().size()) {
      throw new Failure(
          Failure.BAD_INPUT,
          "there is no number "
              + take
              + "; "
              + heads.shown()
              + " has "
              + Units.count(heads.all().size(), "head"));
    }
    return heads.all().get(take - 1);
  }
}
