package dev.latticenano.edge;

import dev.latticenano.core.store.StoreException;
import dev.latticenano.storage.DataDirectory;
import java.nio.file.Files;
import java.nio.file.Path;

/** A data directory with an identity and no stores, made where there was none. */
final class FreshHome {
  private FreshHome() {}

  /** Makes a data directory with a fresh identity. */
  static void create(Path root, String name) throws Failure {
    if (Files.exists(root) && !Files.isDirectory(root)) {
      throw new Failure(
          Failure.BAD_INPUT, root + " is a file; name a new or an empty directory with --dir");
    }
    try (DataDirectory made = fresh(root)) {
      TransportFile.create(root);
      IdentityFile.create(made.identityFile(), name);
    } catch (StoreException e) {
      // Without a cause it is no failure of the disk: something else is there.
      boolean taken = e.kind() == StoreException.Kind.IO && e.getCause() == null;
      throw taken ? new Failure(Failure.BAD_INPUT, e.getMessage(), e) : Failure.of(e);
    }
  }

  // A creation that was stopped before it wrote the identity is finished.
  private static DataDirectory fresh(Path root) throws StoreException {
    if (DataDirectory.isOne(root)) {
      DataDirectory begun = DataDirectory.open(root);
      if (!Files.exists(begun.identityFile()) && begun.stores().isEmpty()) {
        return begun;
      }
      begun.close();
    }
    return DataDirectory.create(root);
  }
}
