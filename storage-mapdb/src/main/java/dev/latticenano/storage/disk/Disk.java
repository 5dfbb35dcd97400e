package dev.latticenano.storage.disk;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * The few operations on names that storage rests on, so that a test can cut the power between any
 * two of them. A new name, a rename and a removal are durable after {@link #syncDirectory} only.
 */
public interface Disk {
  /** The names in {@code directory}, sorted. */
  List<String> list(Path directory) throws IOException;

  /** Opens a file to read and write; {@code create} makes a new one and fails if it exists. */
  DiskFile open(Path path, boolean create) throws IOException;

  /**
   * Gives a file another name on the same file system, replacing what had that name, atomically.
   */
  void rename(Path from, Path to) throws IOException;

  /** Removes a file. */
  void delete(Path path) throws IOException;

  /** Makes the names in {@code directory} durable. */
  void syncDirectory(Path directory) throws IOException;
}
