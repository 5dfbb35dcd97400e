package dev.latticenano.edge.cli;

import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.state.FileBatch;
import dev.latticenano.core.state.FilePath;
import dev.latticenano.core.state.FileState;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.edge.NodeHome;
import dev.latticenano.edge.files.PathSentence;
import dev.latticenano.edge.files.Submission;
import dev.latticenano.host.Failure;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Renames a file or a folder of a store. */
@Command(
    name = "mv",
    mixinStandardHelpOptions = true,
    description = "Rename a file, or a folder with all that lies in it.",
    footer = {"", "Example:", "  lattice mv summer/a.jpg 2026/beach.jpg"})
final class MoveCommand implements Callable<Integer> {
  @Mixin private NodeCommand node;
  @Mixin private StoreOption store;

  @Parameters(index = "0", paramLabel = "FROM", description = "What to rename.")
  private String from;

  @Parameters(index = "1", paramLabel = "TO", description = "Its new path.")
  private String to;

  @Override
  public Integer call() throws Failure {
    FilePath source = StorePath.below(from);
    FilePath target = StorePath.below(to);
    try (NodeHome home = node.open()) {
      StoreId id = home.store(store.text(), FileState.class);
      FileBatch batch = new FileBatch(home.files(id));
      FileBatch.Answer answer = batch.rename(source, target);
      if (answer == FileBatch.Answer.NOT_FOUND) {
        throw new Failure(Failure.NOT_FOUND, PathSentence.of(answer, from));
      }
      if (answer != FileBatch.Answer.DONE) {
        throw new Failure(Failure.BAD_INPUT, PathSentence.of(answer, to));
      }
      new Submission(home, id).submit(batch.proposals());
    } catch (StoreException e) {
      throw Failure.of(e);
    }
    return 0;
  }
}
