package dev.latticenano.edge.cli;

import dev.latticenano.core.Verdict;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.state.FilePath;
import dev.latticenano.core.state.FileState;
import dev.latticenano.edge.NodeHome;
import dev.latticenano.edge.files.FolderReader;
import dev.latticenano.edge.files.PathSentence;
import dev.latticenano.host.Failure;
import dev.latticenano.host.Shown;
import dev.latticenano.host.cli.ProgressLine;
import dev.latticenano.host.text.Units;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
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
      "Sign files and folders into a store.",
      "",
      "A folder keeps its name. What is there already with the same content is passed",
      "over, so put again after a stop. Links are not followed, and what cannot be read",
      "is named and passed over; then the exit code is 5.",
      ""
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
      StoreId id = home.store(store.text(), FileState.class);
      FolderReader reader =
          new FolderReader(
              home, id, done -> line.show(done.path() + "  " + Units.bytes(done.bytes()), 0, 0));
      for (Path source : named()) {
        reader.put(source, folder);
      }
      line.clear();
      reader.problems().forEach(node::say);
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

  /** The sources by their whole paths; each has a name, and no two the same. */
  private List<Path> named() throws Failure {
    Set<Path> names = new HashSet<>();
    List<Path> named = new ArrayList<>();
    for (Path source : sources) {
      Path whole = source.toAbsolutePath().normalize();
      if (whole.getFileName() == null) {
        throw new Failure(Failure.BAD_INPUT, source + " has no name to put it under");
      }
      if (!Files.exists(whole, LinkOption.NOFOLLOW_LINKS)) {
        throw new Failure(Failure.NOT_FOUND, "there is no " + Shown.of(source));
      }
      if (!names.add(whole.getFileName())) {
        throw new Failure(
            Failure.BAD_INPUT,
            "two sources are called " + Shown.of(whole.getFileName()) + "; put them one by one");
      }
      named.add(whole);
    }
    return named;
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
