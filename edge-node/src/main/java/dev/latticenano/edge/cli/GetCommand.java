package dev.latticenano.edge.cli;

import dev.latticenano.core.state.FileEntry;
import dev.latticenano.core.state.FilePath;
import dev.latticenano.core.state.FileState;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.edge.NodeHome;
import dev.latticenano.edge.files.FolderWriter;
import dev.latticenano.host.Failure;
import dev.latticenano.host.cli.ProgressLine;
import dev.latticenano.host.text.Units;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes files of a store into a real folder. */
@Command(
    name = "get",
    mixinStandardHelpOptions = true,
    description = "Write files of a store into a folder of this device.",
    footer = {
      "",
      "Examples:",
      "  lattice get / ~/Carried          everything",
      "  lattice get summer/a.jpg .       one file, as ./a.jpg"
    })
final class GetCommand implements Callable<Integer> {
  @Mixin private NodeCommand node;
  @Mixin private StoreOption store;

  @Parameters(index = "0", paramLabel = "PATH", description = "File or folder; / for everything.")
  private String path;

  @Parameters(
      index = "1",
      paramLabel = "FOLDER",
      arity = "0..1",
      defaultValue = ".",
      description = "Where to write. Default: the current folder.")
  private Path folder;

  @Option(names = "--overwrite", description = "Replace files that are there and differ.")
  private boolean overwrite;

  @Override
  public Integer call() throws Failure {
    try (NodeHome home = node.open();
        ProgressLine line = new ProgressLine(node.err())) {
      FileState files = home.files(home.store(store.text(), FileState.class));
      FolderWriter writer = new FolderWriter(folder, home.chunks(), overwrite);
      for (FileEntry entry : entries(files)) {
        line.show(entry.path() + "  " + Units.bytes(writer.bytes()), 0, 0);
        writer.write(entry, relative(entry));
      }
      writer.finish();
      line.clear();
      writer.problems().forEach(node::say);
      node.out()
          .println(
              "wrote "
                  + writer.written()
                  + ", "
                  + writer.unchanged()
                  + " unchanged, "
                  + Units.bytes(writer.bytes())
                  + " into "
                  + folder);
      return writer.problems().isEmpty() ? 0 : Failure.FAILED;
    }
  }

  private List<FileEntry> entries(FileState files) throws Failure {
    try {
      return chosen(files);
    } catch (StoreException e) {
      throw Failure.of(e);
    }
  }

  private List<FileEntry> chosen(FileState files) throws Failure, StoreException {
    List<FileEntry> chosen = new ArrayList<>();
    FilePath top = StorePath.parse(path);
    if (top != null) {
      FileEntry entry = files.entry(top);
      if (entry == null) {
        throw new Failure(Failure.NOT_FOUND, "the store has no " + path);
      }
      chosen.add(entry);
      if (!entry.directory()) {
        return chosen;
      }
    }
    files.list(top, true, chosen::add);
    return chosen;
  }

  /** A folder named on the command line keeps its own name, not those above it. */
  private String relative(FileEntry entry) throws Failure {
    FilePath top = StorePath.parse(path);
    String full = entry.path().toString();
    FilePath above = top == null ? null : top.parent();
    return above == null ? full : full.substring(above.toString().length() + 1);
  }
}
