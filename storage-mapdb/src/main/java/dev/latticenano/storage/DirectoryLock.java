package dev.latticenano.storage;

import dev.latticenano.core.store.StoreException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Set;

/**
 * Ownership of a directory by one process: an exclusive lock on the file {@code lock}, which the
 * operating system drops when the process ends in whatever way. The file holds the owner's process
 * id for people; it proves nothing and stays behind.
 */
final class DirectoryLock {
  static final String NAME = "lock";

  /**
   * Locked files of this process. Closing any channel of a locked file would drop the lock, so a
   * second opening in this process must be refused before it touches the file.
   */
  private static final Set<Object> HELD_HERE = new HashSet<>();

  private final Object key;
  private final FileChannel channel;

  private DirectoryLock(Object key, FileChannel channel) {
    this.key = key;
    this.channel = channel;
  }

  /** Locks {@code directory} or says which process has it. */
  static DirectoryLock take(Path directory) throws IOException, StoreException {
    Object key = directory.toRealPath();
    synchronized (HELD_HERE) {
      if (HELD_HERE.contains(key)) {
        throw locked(directory, "this process (" + ProcessHandle.current().pid() + ")");
      }
      Path file = directory.resolve(NAME);
      FileChannel channel =
          FileChannel.open(
              file,
              EnumSet.of(
                  StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE),
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      if (channel.tryLock() == null) {
        channel.close();
        throw locked(directory, "process " + owner(file));
      }
      HELD_HERE.add(key);
      sign(channel);
      return new DirectoryLock(key, channel);
    }
  }

  /** Gives the lock up. */
  void close() throws IOException {
    synchronized (HELD_HERE) {
      HELD_HERE.remove(key);
      channel.close();
    }
  }

  private static StoreException locked(Path directory, String owner) {
    return new StoreException(
        StoreException.Kind.LOCKED, directory + " is in use by " + owner, null);
  }

  /** Writes the process id. On a full disk the lock holds all the same, only unsigned. */
  private static void sign(FileChannel channel) {
    byte[] pid = (ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.US_ASCII);
    try {
      channel.truncate(0);
      channel.write(ByteBuffer.wrap(pid), 0);
    } catch (IOException e) {
      // The lock is the operating system's; the id is a courtesy to whoever meets it.
      return;
    }
  }

  private static String owner(Path file) {
    try {
      String pid = Files.readString(file, StandardCharsets.US_ASCII).strip();
      return pid.matches("[0-9]{1,10}") ? pid : "unknown";
    } catch (IOException e) {
      return "unknown";
    }
  }
}
