package dev.latticenano.edge.cli;

import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.state.FileEntry;
import dev.latticenano.core.state.FilePath;
import dev.latticenano.core.state.FileState;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.edge.NodeHome;
import dev.latticenano.host.Failure;
import dev.latticenano.host.cli.JsonOption;
import dev.latticenano.host.text.Units;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Lists what a store shows. */
@Command(
    name = "ls",
    mixinStandardHelpOptions = true,
    description = {
      "List what a store shows.",
      "",
      "A ! marks a file that two people wrote without knowing of each other; the other",
      "one stands beside it as a conflict copy.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  lattice ls                          the top of the only store",
      "  lattice ls -r summer                everything in a folder",
      "  lattice ls --json --store photos    for a script"
    })
final class ListCommand implements Callable<Integer> {
  private static final DateTimeFormatter DAY_AND_TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm").withZone(ZoneId.systemDefault());

  @Mixin private NodeCommand node;
  @Mixin private StoreOption store;
  @Mixin private JsonOption json;

  @Parameters(
      paramLabel = "PATH",
      arity = "0..1",
      description = "File or folder. Default: the top.")
  private String path;

  @Option(
      names = {"-r", "--recursive"},
      description = "Everything below, too.")
  private boolean recursive;

  @Override
  public Integer call() throws Failure {
    try (NodeHome home = node.open()) {
      StoreId id = home.store(store.text(), FileState.class);
      FileState files = home.files(id);
      List<FileEntry> entries = entries(files);
      if (json.wanted()) {
        json.print(node.out(), entries.stream().map(ListCommand::row).toList());
      } else {
        entries.forEach(entry -> node.out().println(line(entry)));
      }
      String fetched = BootstrapLines.sentence(home, id);
      if (fetched != null) {
        node.say("store " + home.storeName(id) + " is " + fetched);
      }
    }
    return 0;
  }

  private List<FileEntry> entries(FileState files) throws Failure {
    List<FileEntry> entries = new ArrayList<>();
    FilePath in = StorePath.parse(path);
    try {
      FileEntry named = in == null ? null : files.entry(in);
      if (in != null && named == null) {
        throw new Failure(Failure.NOT_FOUND, "the store has no " + path);
      }
      if (named != null && !named.directory()) {
        entries.add(named);
      } else {
        files.list(in, recursive, entries::add);
      }
    } catch (StoreException e) {
      throw Failure.of(e);
    }
    return entries;
  }

  private static Map<String, Object> row(FileEntry entry) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("path", entry.path().toString());
    row.put("kind", entry.directory() ? "folder" : "file");
    row.put("size", entry.size());
    row.put("mode", Integer.toOctalString(entry.mode() & 0777));
    row.put("modified_at", entry.modifiedAtMs());
    row.put("conflicted", entry.conflicted());
    row.put("conflict_copy", entry.conflictCopy());
    if (entry.cid() != null) {
      row.put("cid", entry.cid().toString());
      row.put("sealed", entry.key() != null);
    }
    return row;
  }

  private static String line(FileEntry entry) {
    String size = entry.directory() ? "-" : Units.bytes(entry.size());
    String time = DAY_AND_TIME.format(Instant.ofEpochMilli(Math.max(0, entry.modifiedAtMs())));
    return String.format(
        Locale.ROOT,
        "%10s  %s  %s%s%s",
        size,
        time,
        entry.conflicted() ? "! " : "  ",
        entry.path(),
        entry.directory() ? "/" : "");
  }
}
