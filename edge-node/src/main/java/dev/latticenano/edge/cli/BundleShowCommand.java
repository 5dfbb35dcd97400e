package dev.latticenano.edge.cli;

import dev.latticenano.core.BundleLook;
import dev.latticenano.core.Verdict;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.edge.BundleFile;
import dev.latticenano.edge.NodeHome;
import dev.latticenano.host.Failure;
import dev.latticenano.host.cli.JsonOption;
import dev.latticenano.host.text.Units;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Shows what is in a bundle. */
@Command(
    name = "show",
    mixinStandardHelpOptions = true,
    description = {"Show what is in a bundle, and whether it is whole; nothing is taken in.", ""},
    footer = {"", "Example:", "  lattice bundle show to-laptop.bundle --json"})
final class BundleShowCommand implements Callable<Integer> {
  private static final String[] KINDS = {"", "this device", "members of a store", "anybody"};

  @Mixin private NodeCommand node;
  @Mixin private JsonOption json;

  @Parameters(paramLabel = "FILE", description = "The bundle.")
  private Path file;

  @Override
  public Integer call() throws Failure {
    try (NodeHome home = node.open()) {
      BundleFile.read(
          file,
          in -> {
            BundleLook look = home.bundles().look(in);
            BundleLines.check(file, look.verdict(), 0);
            look.run();
            print(home, look);
            BundleLines.check(file, look.verdict(), look.parts());
          });
    } catch (StoreException e) {
      throw Failure.of(e);
    }
    return 0;
  }

  private void print(NodeHome home, BundleLook look) throws Failure {
    List<Map<String, Object>> rows = BundleLines.rows(home, look.tallies());
    String kind = KINDS[look.kind()];
    if (json.wanted()) {
      boolean whole = look.verdict() == Verdict.OK;
      json.print(
          node.out(), Map.of("for", kind, "whole", whole, "parts", look.parts(), "stores", rows));
      return;
    }
    node.out().println("a bundle for " + kind + ", " + Units.count(look.parts(), "whole part"));
    rows.forEach(
        row -> {
          String from = (String) row.get("from");
          node.out().println(BundleLines.line(row) + (from.isEmpty() ? "" : ", from " + from));
        });
  }
}
