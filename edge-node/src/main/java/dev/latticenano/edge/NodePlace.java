package dev.latticenano.edge;

import dev.latticenano.host.Failure;
import dev.latticenano.storage.DataDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Whether a directory is a node's, told before anything in it is touched. */
public final class NodePlace {
  private static final String KIND = "kind";
  private static final String RELAY = "relay\n";

  private NodePlace() {}

  /**
   * Passes a node's data directory.
   *
   * @throws Failure NOT_FOUND if it is none, or a relay's
   */
  public static void check(Path root) throws Failure {
    refuseRelay(root);
    if (!DataDirectory.isOne(root)) {
      throw new Failure(
          Failure.NOT_FOUND,
          root + " is not a data directory; name the right one with --dir, or run: lattice init");
    }
  }

  /** Refuses a directory that says in its file {@code kind} that it is a relay's. */
  public static void refuseRelay(Path root) throws Failure {
    Path kind = root.resolve(KIND);
    try {
      if (Files.isRegularFile(kind) && Files.readString(kind).equals(RELAY)) {
        throw new Failure(
            Failure.NOT_FOUND,
            root
                + " is a relay's directory, not a node's; name the right one with --dir, or use:"
                + " lattice-relay --dir "
                + root);
      }
    } catch (IOException e) {
      // Whatever it is, it is not the word of a relay.
      return;
    }
  }
}
