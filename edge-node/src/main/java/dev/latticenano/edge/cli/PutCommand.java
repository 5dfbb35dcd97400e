package dev.latticenano.edge.cli;

import dev.latticenano.core.Verdict;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.state.FilePath;
import dev.latticenano.edge.Failure;
import dev.latticenano.edge.NodeHome;
import dev.latticenano.edge.files.FolderReader;
import dev.latticenano.edge.files.PathSentence;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Signs files and folders into a store. */
@Command(
    name = "put",
    mixinStandardHelpOptions = true,
    description = {
      "Sign files and folders into a store. A folder keeps its name; what is",
      "there already with the same content is passed over, so put again after a stop."
    },
    footer = {
      "",
      "Examples:",
      "  lattice put ~/Pictures/summer          as summer/…",
      "  lattice put --to 2026 a.jpg b.jpg      as 2026/a.jpg and 2026/b.jpg"
    })
final class PutCommand implements Callable<Integer> {
  @Mixin private NodeCommand node;
  @Mixin private StoreOption store;

  @Option(names = "--to", paramLabel = "PATH", description = "Folder in the store to put into.")
  private String to;

  @Parameters(paramLabel = "SOURCE", arity = "1..*", description = "Files and folders to put.")
  private List<Path> sources;

  @Override
  public Integer call() throws Failure {
    String folder = to == null ? "" : trimmed(to);
    try (NodeHome home = node.open();
        ProgressLine line = new ProgressLine(node.err())) {
      StoreId id = home.store(store.text());
      FolderReader reader =
          new FolderReader(
              home, id, done -> line.show(done.path() + "  " + Units.bytes(done.bytes()), 0, 0));
      for (Path source : sources) {
        Path named = source.toAbsolutePath().normalize();
        if (named.getFileName() == null) {
          throw new Failure(Failure.BAD_INPUT, source + " has no name to put it under");
        }
        reader.put(named, folder + named.getFileName());
      }
      line.clear();
      reader.problems().forEach(problem -> node.err().println("lattice: " + problem));
      node.out()
          .println(
              "put "
                  + Units.count(reader.written(), "entry").replace("entrys", "entries")
                  + ", "
                  + reader.unchanged()
                  + " unchanged, "
                  + Units.bytes(reader.bytes())
                  + " read");
      return reader.problems().isEmpty() ? 0 : Failure.BAD_INPUT;
    }
  }

  private static String trimmed(String path) throws Failure {
    String bare = path.replaceAll("/+$", "");
    Verdict verdict = FilePath.check(bare);
    if (verdict != Verdict.OK) {
      throw new Failure(Failure.BAD_INPUT, PathSentence.of(verdict, path));
    }
    return bare + "/";
  }
}
