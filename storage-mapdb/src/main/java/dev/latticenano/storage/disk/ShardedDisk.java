package dev.latticenano.storage.disk;

import java.io.IOException;
import java.nio.file.Path;

/** A disk on which files are spread over directories that come into being as needed. */
public interface ShardedDisk extends Disk {
  /** True if a file or directory has that name. */
  boolean exists(Path path) throws IOException;

  /** Makes a directory for the owner alone, unless it exists; its parent does. */
  void makeDirectory(Path directory) throws IOException;
}
