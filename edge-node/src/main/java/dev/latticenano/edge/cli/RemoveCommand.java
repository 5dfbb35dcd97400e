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
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Removes files and folders from a store. */
@Command(
    name = "rm",
    mixinStandardHelpOptions = true,
    description = {
      "Remove files, or folders with all that lies in them, from a store.",
      "",
      "Real files on this device stay. If one path is not there, none is removed.",
      ""
    },
    footer = {"", "Example:", "  lattice rm summer/a.jpg summer/b.jpg"})
final class RemoveCommand implements Callable<Integer> {
  @Mixin private NodeCommand node;
  @Mixin private StoreOption store;

  @Parameters(paramLabel = "PATH", arity = "1..*", description = "What to remove.")
  private List<String> paths;

  @Override
  public Integer call() throws Failure {
    try (NodeHome home = node.open()) {
      StoreId id = home.store(store.text(), FileState.class);
      FileBatch batch = new FileBatch(home.files(id));
      for (String path : paths) {
        FilePath target = StorePath.below(path);
        FileBatch.Answer answer = batch.remove(target);
        if (answer != FileBatch.Answer.DONE) {
          throw new Failure(Failure.NOT_FOUND, PathSentence.of(answer, path));
        }
      }
      new Submission(home, id).submit(batch.proposals());
    } catch (StoreException e) {
      throw Failure.of(e);
    }
    return 0;
  }
}
