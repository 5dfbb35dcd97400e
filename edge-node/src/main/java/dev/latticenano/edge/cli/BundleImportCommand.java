package dev.latticenano.edge.cli;

import dev.latticenano.core.BundleImport;
import dev.latticenano.core.Verdict;
import dev.latticenano.core.bundle.BundleInput;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.edge.BundleFile;
import dev.latticenano.edge.NodeHome;
import dev.latticenano.host.Failure;
import dev.latticenano.host.cli.JsonOption;
import dev.latticenano.host.cli.ProgressLine;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Takes a bundle in. */
@Command(
    name = "import",
    mixinStandardHelpOptions = true,
    description = {
      "Take a bundle in.",
      "",
      "Every intention is judged as if it came over a link. What is here already changes",
      "nothing, so a bundle may be imported again; interrupted, it is simply repeated.",
      "A bundle that is cut is taken in up to its last whole part.",
      ""
    },
    footer = {"", "Example:", "  lattice bundle import to-laptop.bundle"})
final class BundleImportCommand implements Callable<Integer> {
  @Mixin private NodeCommand node;
  @Mixin private JsonOption json;

  @Parameters(paramLabel = "FILE", description = "The bundle.")
  private Path file;

  @Override
  public Integer call() throws Failure {
    try (NodeHome home = node.open()) {
      BundleFile.read(file, in -> take(home, in));
    } catch (StoreException e) {
      throw Failure.of(e);
    }
    return 0;
  }

  private void take(NodeHome home, BundleInput in) throws StoreException, Failure {
    BundleImport bundle = home.bundles().take(in);
    BundleLines.check(file, bundle.verdict(), 0);
    long done = 0;
    try (ProgressLine line = new ProgressLine(node.err())) {
      while (bundle.step(System.currentTimeMillis())) {
        line.show("taking records: " + ++done, 0, 0);
      }
    } catch (StoreException e) {
      print(home, bundle);
      throw new Failure(
          Failure.DISK, e.getMessage() + "; what is listed was taken, import it again", e);
    }
    print(home, bundle);
    BundleLines.check(file, bundle.verdict(), bundle.parts());
  }

  private void print(NodeHome home, BundleImport bundle) throws Failure {
    List<Map<String, Object>> rows = BundleLines.rows(home, bundle.tallies());
    if (json.wanted()) {
      boolean whole = bundle.verdict() == Verdict.OK;
      json.print(node.out(), Map.of("whole", whole, "parts", bundle.parts(), "stores", rows));
    } else {
      rows.forEach(row -> node.out().println(BundleLines.taken(row)));
    }
  }
}
