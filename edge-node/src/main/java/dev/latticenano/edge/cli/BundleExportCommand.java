package dev.latticenano.edge.cli;

import dev.latticenano.core.BundleTally;
import dev.latticenano.core.Bundles;
import dev.latticenano.core.bundle.BundleOutput;
import dev.latticenano.core.intention.AuthorId;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.seal.KeyWrap;
import dev.latticenano.core.state.SystemState;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.edge.BundleFile;
import dev.latticenano.edge.NodeHome;
import dev.latticenano.host.Failure;
import dev.latticenano.host.cli.JsonOption;
import dev.latticenano.host.cli.ProgressLine;
import dev.latticenano.host.text.Units;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes a bundle. */
@Command(
    name = "export",
    mixinStandardHelpOptions = true,
    description = {
      "Write what a peer lacks as one sealed file.",
      "",
      "--for PEER   what that member is not known to have, of all stores that it is a",
      "             member of; nobody else can open the file",
      "--all        all of one store; whoever has its present epoch key opens it",
      ""
    },
    footer = {
      "",
      "Example:",
      "  lattice bundle export --for phone to-phone.bundle",
      "  lattice bundle export --all --store photos photos.bundle"
    })
final class BundleExportCommand implements Callable<Integer> {
  private static final int REVOKED = 4;

  @Mixin private NodeCommand node;
  @Mixin private StoreOption store;
  @Mixin private JsonOption json;

  @ArgGroup(exclusive = true, multiplicity = "1")
  private Target target;

  @Option(names = "--clear", description = "With --all: a store that is not sealed, for anybody.")
  private boolean clear;

  @Parameters(paramLabel = "FILE", description = "The file to write; it must not be there.")
  private Path file;

  /** For whom. */
  static final class Target {
    @Option(
        names = "--for",
        paramLabel = "PEER",
        description = "Name or key of the member who is to open it.")
    private String peer;

    @Option(names = "--all", description = "For all members of one store.")
    private boolean all;
  }

  @Override
  public Integer call() throws Failure {
    try (NodeHome home = node.open();
        ProgressLine line = new ProgressLine(node.err())) {
      List<BundleTally> tallies = new ArrayList<>();
      long[] written = {0};
      Sealing sealing = sealing(home);
      long bytes =
          BundleFile.write(
              file,
              out ->
                  tallies.addAll(
                      sealing.write(
                          (part, offset, length) -> {
                            out.write(part, offset, length);
                            written[0] += length;
                            line.show(Units.bytes(written[0]), 0, 0);
                          })));
      line.clear();
      print(home, tallies, bytes);
    } catch (StoreException e) {
      throw Failure.of(e);
    }
    return 0;
  }

  /** What is left to do once it is clear for whom. */
  private interface Sealing {
    List<BundleTally> write(BundleOutput out) throws StoreException;
  }

  private Sealing sealing(NodeHome home) throws Failure, StoreException {
    Bundles bundles = home.bundles();
    long nowMs = System.currentTimeMillis();
    if (!target.all) {
      List<StoreId> stores = new ArrayList<>();
      AuthorId peer = peer(home, stores);
      return out -> bundles.forPeer(peer, stores, nowMs, out);
    }
    StoreId id = home.store(store.text());
    if (!bundles.isSealed(id) && !clear) {
      throw new Failure(
          Failure.BAD_INPUT,
          home.storeName(id)
              + " is not sealed, so whoever finds the file reads it; say --clear, or --for PEER");
    }
    if (!bundles.canSealForAll(id)) {
      throw new Failure(
          Failure.BAD_INPUT,
          "the present epoch key of " + home.storeName(id) + " is not here; use --for PEER");
    }
    return out -> List.of(bundles.forAll(id, nowMs, out));
  }

  // A name is looked for in every store that is meant; it must be one key in all.
  private AuthorId peer(NodeHome home, List<StoreId> stores) throws Failure, StoreException {
    List<StoreId> meant =
        store.text() == null ? home.node().stores() : List.of(home.store(store.text()));
    Set<AuthorId> found = new TreeSet<>();
    Failure why = new Failure(Failure.NOT_FOUND, "there is no store here to export");
    for (StoreId each : meant) {
      try {
        AuthorId peer = new AuthorNames(home, each).find(target.peer);
        if (isLetIn(home, each, peer)) {
          found.add(peer);
          stores.add(each);
        } else {
          why = new Failure(Failure.NOT_FOUND, "no store here has this member (any more)");
        }
      } catch (Failure e) {
        why = e;
      }
    }
    if (found.isEmpty()) {
      throw why;
    }
    AuthorId peer = found.iterator().next();
    if (found.size() > 1) {
      throw new Failure(
          Failure.NOT_FOUND, "that name is several keys; give one of them, see member list");
    }
    if (peer.equals(home.node().key()) || !KeyWrap.reaches(peer)) {
      throw new Failure(Failure.BAD_INPUT, "a bundle is for somebody else, with a sound key");
    }
    return peer;
  }

  private static boolean isLetIn(NodeHome home, StoreId id, AuthorId peer) throws StoreException {
    SystemState.Peer known = home.node().system(id).peers().get(peer);
    return known == null ? !id.isDerived() : known.status() != REVOKED;
  }

  private void print(NodeHome home, List<BundleTally> tallies, long bytes) throws Failure {
    List<Map<String, Object>> rows = BundleLines.rows(home, tallies);
    if (json.wanted()) {
      json.print(node.out(), Map.of("bytes", bytes, "stores", rows));
      return;
    }
    rows.forEach(row -> node.out().println(BundleLines.line(row)));
    node.out().println("wrote " + file + ", " + Units.bytes(bytes));
    for (BundleTally tally : tallies) {
      if (tally.isBelowFloor()) {
        node.say(
            "a snapshot stands for the beginning of "
                + home.storeName(tally.store())
                + " here; whoever lacks that needs one sync before this bundle is of use");
      }
    }
  }
}
