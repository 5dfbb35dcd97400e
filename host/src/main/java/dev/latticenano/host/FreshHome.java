package dev.latticenano.host;

import dev.latticenano.core.store.StoreException;
import dev.latticenano.storage.DataDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A data directory with an identity and no stores, made where there was none. */
public final class FreshHome {
  private FreshHome() {}

  /** Makes a data directory with a fresh identity, and the folders above it. */
  public static void create(Path root, String name) throws Failure {
    if (Files.exists(root) && !Files.isDirectory(root)) {
      throw new Failure(
          Failure.BAD_INPUT, root + " is a file; name a new or an empty directory with --dir");
    }
    makeFoldersAbove(root);
    try (DataDirectory made = fresh(root)) {
      TransportFile.create(root);
      IdentityFile.create(made.identityFile(), name);
    } catch (StoreException e) {
      // Without a cause it is no failure of the disk: something else is there.
      boolean taken = e.kind() == StoreException.Kind.IO && e.getCause() == null;
      throw taken ? new Failure(Failure.BAD_INPUT, e.getMessage(), e) : Failure.of(e);
    }
  }

  private static void makeFoldersAbove(Path root) throws Failure {
    Path above = root.toAbsolutePath().getParent();
    try {
      if (above != null) {
        Files.createDirectories(above);
      }
    } catch (IOException e) {
      throw new Failure(Failure.DISK, "cannot make " + above + ": " + Reason.of(e), e);
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
