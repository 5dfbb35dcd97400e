package dev.latticenano.edge.cli;

import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.state.FileBatch;
import dev.latticenano.core.state.FilePath;
import dev.latticenano.core.state.FileState;
import dev.latticenano.core.state.Head;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.edge.KeyWrites;
import dev.latticenano.edge.NodeHome;
import dev.latticenano.edge.files.FolderReader;
import dev.latticenano.edge.files.PathSentence;
import dev.latticenano.edge.files.Submission;
import dev.latticenano.host.Failure;
import dev.latticenano.host.text.Units;
import java.nio.file.Path;
import java.util.Objects;
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
      "In a store of files the conflict copies go with it, unless --keep-all makes them",
      "files of their own.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  lattice inspect colour",
      "  lattice resolve colour --take 2",
      "  lattice resolve colour --value green",
      "  lattice resolve summer/a.jpg --take 1",
      "  lattice resolve summer/a.jpg --keep-all"
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

  @Option(
      names = "--keep-all",
      description = "Files only: keep every copy, as a file of the name it is shown by.")
  private boolean keepAll;

  @Override
  public Integer call() throws Failure {
    long ways =
        Stream.of(take, value, file, keepAll ? true : null).filter(Objects::nonNull).count();
    if (ways != 1) {
      throw new ParameterException(
          spec.commandLine(),
          "say what it becomes: --take N, --value VALUE, --file FILE or --keep-all");
    }
    try (NodeHome home = node.open()) {
      StoreId id = home.store(store.text());
      KeyHeads heads = KeyHeads.of(home, id, text);
      boolean left =
          home.node().state(id) instanceof FileState files
              ? settle(home, id, files, heads)
              : settle(home, id, heads);
      node.out()
          .println(
              heads.shown()
                  + (left ? " has one value" : " is deleted")
                  + ", in the place of "
                  + Units.count(heads.all().size(), "head"));
    } catch (StoreException e) {
      throw Failure.of(e);
    }
    return 0;
  }

  /** Settles a key; true if it has a value then. */
  private boolean settle(NodeHome home, StoreId id, KeyHeads heads) throws Failure, StoreException {
    if (keepAll) {
      throw new Failure(
          Failure.BAD_INPUT, "a key has no copies to keep; --take one, or write a --value");
    }
    byte[] content = take == null ? ContentOption.read(value, file) : taken(heads).value();
    new KeyWrites(home, id, KvKey.state(home, id)).add(heads.key(), content).submit();
    return content != null;
  }

  /** Settles a path; true if something is shown there then. */
  private boolean settle(NodeHome home, StoreId id, FileState files, KeyHeads heads)
      throws Failure, StoreException {
    FilePath path = FilePath.of(heads.key());
    FileBatch batch = new FileBatch(files);
    FileBatch.Answer answer = FileBatch.Answer.DONE;
    if (value != null) {
      throw new Failure(
          Failure.BAD_INPUT, "in a store of files, say --file FILE with what it becomes");
    } else if (take != null) {
      answer = batch.take(path, taken(heads));
    } else if (keepAll) {
      answer = batch.keepAll(path);
    } else {
      replace(home, id, path);
    }
    if (answer != FileBatch.Answer.DONE) {
      throw new Failure(Failure.NOT_FOUND, PathSentence.of(answer, heads.shown()));
    }
    new Submission(home, id).submit(batch.proposals());
    return files.entry(path) != null;
  }

  private void replace(NodeHome home, StoreId id, FilePath path) throws Failure {
    FolderReader reader = new FolderReader(home, id, done -> {});
    reader.replace(file, path);
    if (!reader.problems().isEmpty()) {
      throw new Failure(Failure.BAD_INPUT, reader.problems().get(0));
    }
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
