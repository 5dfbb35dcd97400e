package dev.latticenano.host;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;

/** A small file that is written whole or not at all: a crash leaves the old one or the new one. */
public final class SmallFile {
  private static final String FOLDER_MODE = "rwx------";

  private SmallFile() {}

  /** Makes a folder, and those above it that are missing, for its owner alone; returns it. */
  public static Path folder(Path folder) throws IOException {
    var permissions = PosixFilePermissions.fromString(FOLDER_MODE);
    return Files.createDirectories(folder, PosixFilePermissions.asFileAttribute(permissions));
  }

  /**
   * Writes {@code file}, in place of the one that is there.
   *
   * @param mode like {@code rw-------}
   */
  public static void write(Path file, byte[] bytes, String mode) throws IOException {
    Path part = file.resolveSibling(file.getFileName() + ".part");
    Files.deleteIfExists(part);
    var permissions = PosixFilePermissions.fromString(mode);
    try (FileChannel channel =
        FileChannel.open(
            part,
            EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            PosixFilePermissions.asFileAttribute(permissions))) {
      ByteBuffer buffer = ByteBuffer.wrap(bytes);
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
      channel.force(true);
    }
    Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
    try (FileChannel parent = FileChannel.open(file.toAbsolutePath().getParent())) {
      parent.force(true);
    }
  }
}
