package dev.latticenano.storage.disk;

import dev.latticenano.core.store.StoreException;
import dev.latticenano.core.store.StoreException.Kind;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Turns what the operating system said into a {@link StoreException} that names the path.
 *
 * <p>Java hides the error number, so a full disk is known by its text: the one this process gets
 * for ENOSPC, asked of {@code /dev/full} once because it is translated, and the English ones for
 * ENOSPC and EDQUOT. Failing that, by a file system that has no usable byte left.
 */
public final class DiskFailure {
  private static final String ENOSPC = "no space left on device";
  private static final String EDQUOT = "disk quota exceeded";
  private static final String ENOSPC_HERE = textOfFullDevice();

  private DiskFailure() {}

  /** A failure while doing {@code what} (like "read") to {@code path}. */
  public static StoreException of(String what, Path path, IOException cause) {
    return saysFull(cause) ? full(what, path, cause) : failed(what, path, cause);
  }

  /** As {@link #of}, for what adds bytes or names: also full if the disk has nothing left. */
  public static StoreException ofWrite(String what, Path path, IOException cause) {
    boolean full = saysFull(cause) || hasNoSpace(path);
    return full ? full(what, path, cause) : failed(what, path, cause);
  }

  /** Bytes on disk that break their own rules. */
  public static StoreException corrupt(Path path, long offset, String reason) {
    return new StoreException(
        Kind.CORRUPT, path + " is damaged at byte " + offset + ": " + reason, null);
  }

  /** Bytes that the disk does not give: lost like damaged ones, with the disk's own words. */
  public static StoreException unreadable(Path path, long offset, IOException cause) {
    return new StoreException(
        Kind.CORRUPT,
        path + " cannot be read at byte " + offset + ": " + reason(path, cause),
        cause);
  }

  private static StoreException full(String what, Path path, IOException cause) {
    return new StoreException(
        Kind.FULL, "cannot " + what + " " + path + ": no space left on the disk", cause);
  }

  private static StoreException failed(String what, Path path, IOException cause) {
    return new StoreException(
        Kind.IO, "cannot " + what + " " + path + ": " + reason(path, cause), cause);
  }

  private static boolean saysFull(Throwable cause) {
    for (Throwable t = cause; t != null; t = t.getCause()) {
      String text = String.valueOf(t.getMessage()).toLowerCase(Locale.ROOT);
      if (text.contains(ENOSPC) || text.contains(EDQUOT) || text.contains(ENOSPC_HERE)) {
        return true;
      }
    }
    return false;
  }

  private static boolean hasNoSpace(Path path) {
    Path directory = path.toAbsolutePath().getParent();
    return Files.isDirectory(directory) && freeBytes(directory) == 0;
  }

  /**
   * Bytes this process may still write where {@code directory} lies; 0 also if that cannot be told.
   * Asks the file system itself: the list of mounts, where {@code FileStore} looks, lacks the root
   * of a container or a change of root.
   */
  public static long freeBytes(Path directory) {
    return directory.toFile().getUsableSpace();
  }

  /** Bytes of the whole file system on which {@code directory} lies, or 0. */
  public static long totalBytes(Path directory) {
    return directory.toFile().getTotalSpace();
  }

  /** What went wrong, without the path that the sentence has already. */
  private static String reason(Path path, IOException cause) {
    if (cause instanceof NoSuchFileException) {
      return "no such file or directory";
    }
    if (cause instanceof AccessDeniedException) {
      return "permission denied";
    }
    if (cause instanceof FileAlreadyExistsException) {
      return "it exists already";
    }
    String text = cause.getMessage();
    if (text == null || text.equals(path.toString())) {
      return cause.getClass().getSimpleName();
    }
    return text.startsWith(path + ": ") ? text.substring(path.toString().length() + 2) : text;
  }

  private static String textOfFullDevice() {
    try (FileOutputStream full = new FileOutputStream("/dev/full")) {
      full.write(0);
      return ENOSPC;
    } catch (IOException e) {
      String text = e.getMessage();
      return text == null || text.contains("/dev/full") ? ENOSPC : text.toLowerCase(Locale.ROOT);
    }
  }
}
