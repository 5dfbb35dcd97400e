package dev.latticenano.edge.cli;

import dev.latticenano.core.intention.StoreId;
import dev.latticenano.edge.NodeHome;
import dev.latticenano.host.Failure;
import dev.latticenano.host.cli.HomeFolder;
import dev.latticenano.host.cli.ProgressLine;
import dev.latticenano.storage.log.Recovery;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.file.Path;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What all commands that work on a node share: where it is and where to print. Mixed in. */
public final class NodeCommand {
  private static final HomeFolder HOME = new HomeFolder("LATTICE_DIR", "lattice-nano");

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = {"-d", "--dir"},
      paramLabel = "DIR",
      description =
          "Data directory of this node. Default: $LATTICE_DIR, "
              + "else ~/.local/share/lattice-nano.")
  private Path dir;

  /** The data directory. */
  Path dir() throws Failure {
    Path before = spec.root().userObject() instanceof LatticeCommand top ? top.dir() : null;
    return HOME.of(dir, before);
  }

  /** Opens the node; tells what recovery found. */
  NodeHome open() throws Failure {
    NodeHome home = openShown();
    for (StoreId store : home.node().stores()) {
      tell(home, store, home.recovery(store));
      String reason = home.rebuildReason(store);
      if (!reason.isEmpty()) {
        say("the index of " + home.storeName(store) + " was made anew: " + reason);
      }
    }
    return home;
  }

  private NodeHome openShown() throws Failure {
    try (ProgressLine line = new ProgressLine(err())) {
      return NodeHome.open(
          dir(),
          (position, end) -> {
            if (position < end) {
              line.show("reading the log", position, end);
            }
          });
    }
  }

  /** Tells a person one sentence on the error stream. */
  void say(String sentence) {
    err().println("lattice: " + sentence);
  }

  private void tell(NodeHome home, StoreId store, Recovery found) throws Failure {
    if (found.bytesCut() > 0) {
      say(
          "the last run was cut off; "
              + found.bytesCut()
              + " unfinished bytes were removed from the log of "
              + home.storeName(store));
    }
    for (Recovery.Damage damage : found.damaged()) {
      say(
          "damaged record in "
              + damage.file()
              + " at "
              + damage.offset()
              + ": "
              + damage.reason()
              + "; what it held is fetched again by the next sync");
    }
  }

  /** Where answers go. */
  PrintWriter out() {
    return spec.commandLine().getOut();
  }

  /** Prints bytes that may be no text where answers go. */
  void raw(byte[] bytes) {
    out().flush();
    PrintStream raw =
        spec.root().userObject() instanceof LatticeCommand top ? top.raw() : System.out;
    raw.write(bytes, 0, bytes.length);
    raw.flush();
  }

  /** Where remarks go. */
  PrintWriter err() {
    return spec.commandLine().getErr();
  }
}
