package dev.latticenano.storage.disk;

import dev.latticenano.core.store.StoreException;
import java.io.IOException;
import java.nio.file.Path;

/**
 * A small file that is written whole or not at all: after a power cut at any moment it holds what
 * it held before or what was written. New bytes go to a second file beside it, which is synced,
 * renamed and made durable by a sync of the directory. Readable by its owner alone on a {@link
 * FileDisk}.
 */
public final class WholeFile {
  private static final String PARTIAL = ".partial";

  private WholeFile() {}

  /**
   * The content of a file, or null if there is none.
   *
   * @param bytesMax how many bytes are read at most
   * @throws StoreException the file is longer, or the disk failed
   */
  public static byte[] read(ShardedDisk disk, Path file, int bytesMax) throws StoreException {
    try {
      if (!disk.exists(file)) {
        return null;
      }
      try (DiskFile opened = disk.open(file, false)) {
        long size = opened.size();
        if (size > bytesMax) {
          throw DiskFailure.corrupt(file, bytesMax, "it has " + size + " bytes");
        }
        byte[] content = new byte[(int) size];
        int read = opened.read(0, content, 0, content.length);
        if (read < content.length) {
          throw DiskFailure.corrupt(file, read, "it ends there");
        }
        return content;
      }
    } catch (IOException e) {
      throw DiskFailure.of("read", file, e);
    }
  }

  /** Gives a file its content, in place of what it held; durable when this returns. */
  public static void write(ShardedDisk disk, Path file, byte[] content) throws StoreException {
    Path partial = file.resolveSibling(file.getFileName() + PARTIAL);
    try {
      if (disk.exists(partial)) {
        disk.delete(partial);
      }
      try (DiskFile opened = disk.open(partial, true)) {
        opened.write(0, content, 0, content.length);
        opened.sync();
      }
      disk.rename(partial, file);
      disk.syncDirectory(file.getParent());
    } catch (IOException e) {
      throw DiskFailure.ofWrite("write", file, e);
    }
  }
}
