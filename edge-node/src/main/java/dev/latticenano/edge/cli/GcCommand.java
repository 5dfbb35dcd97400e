package dev.latticenano.edge.cli;

import dev.latticenano.core.ChunkCensus.Fate;
import dev.latticenano.edge.Garbage;
import dev.latticenano.edge.NodeHome;
import dev.latticenano.host.Failure;
import dev.latticenano.host.cli.JsonOption;
import dev.latticenano.host.text.Units;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Frees the space of chunks that nothing refers to any more. */
@Command(
    name = "gc",
    mixinStandardHelpOptions = true,
    description = {
      "Free the space of file content that nothing refers to any more.",
      "",
      "Content that a file needs is never touched. Content of earlier versions and of",
      "removed files goes only if other nodes have proved to hold it: what may be the",
      "last copy in the world stays. What a put left behind when it was stopped goes.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  lattice gc --dry-run       tell what would go, remove nothing",
      "  lattice gc                 earlier versions that one other node holds",
      "  lattice gc --copies 2      only those that two others hold",
      "  lattice gc --copies 0      earlier versions for good, last copies too"
    })
final class GcCommand implements Callable<Integer> {
  private static final int COPIES_MAX = 1000;

  @Spec private CommandSpec spec;
  @Mixin private NodeCommand node;
  @Mixin private JsonOption json;

  @Option(names = "--dry-run", description = "Tell what would go; remove nothing.")
  private boolean dryRun;

  @Option(
      names = "--copies",
      paramLabel = "N",
      defaultValue = "1",
      description = "How many others must hold what goes. Default: ${DEFAULT-VALUE}.")
  private int copies;

  @Override
  public Integer call() throws Failure {
    if (copies < 0 || copies > COPIES_MAX) {
      throw new ParameterException(spec.commandLine(), "--copies takes 0 to " + COPIES_MAX);
    }
    try (NodeHome home = node.open()) {
      Garbage garbage = Garbage.of(home, copies);
      if (!dryRun) {
        garbage.remove();
      }
      if (json.wanted()) {
        json.print(node.out(), row(garbage));
      } else {
        print(node.out(), garbage);
      }
    }
    return 0;
  }

  private Map<String, Object> row(Garbage garbage) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("dry_run", dryRun);
    row.put("copies", copies);
    for (Fate fate : Fate.values()) {
      String name = fate.name().toLowerCase(java.util.Locale.ROOT);
      row.put(name + "_chunks", garbage.sum(fate).count());
      row.put(name + "_bytes", garbage.sum(fate).bytes());
    }
    row.put("removed_chunks", dryRun ? 0 : garbage.released().count());
    row.put("removed_bytes", dryRun ? 0 : garbage.released().bytes());
    row.put("references", garbage.census().live().total());
    row.put("damaged_chunks", garbage.damaged() - garbage.damagedRemoved());
    row.put("damaged_removed", garbage.damagedRemoved());
    row.put("obstacles", garbage.census().obstacles());
    return row;
  }

  private void print(PrintWriter out, Garbage garbage) {
    Garbage.Sum released = garbage.released();
    out.println(
        (dryRun ? "would remove " : "removed ")
            + amount(released)
            + " that nothing refers to; "
            + amount(garbage.sum(Fate.NEEDED))
            + " are needed");
    Garbage.Sum last = garbage.sum(Fate.LAST_COPY);
    if (last.count() > 0) {
      out.println(
          "kept "
              + amount(last)
              + " of earlier versions: fewer than "
              + Units.count(copies, "other node")
              + " proved to hold them; --copies 0 gives them up for good");
    }
    Garbage.Sum unsure = garbage.sum(Fate.UNSURE);
    if (unsure.count() > 0) {
      out.println("kept " + amount(unsure) + " that files may need:");
      garbage.census().obstacles().forEach(why -> out.println("  " + why));
      out.println("  sync with a peer that has them, then run it again");
    }
    if (garbage.damagedRemoved() > 0) {
      out.println(
          "removed " + Units.count(garbage.damagedRemoved(), "damaged chunk") + ", whole again");
    }
  }

  private static String amount(Garbage.Sum sum) {
    return Units.count(sum.count(), "chunk") + " (" + Units.bytes(sum.bytes()) + ")";
  }
}
