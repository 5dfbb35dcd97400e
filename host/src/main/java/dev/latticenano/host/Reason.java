package dev.latticenano.host;

import java.io.IOException;
import java.net.BindException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.Locale;

/** The operating system's reason in a few plain words. */
public final class Reason {
  private Reason() {}

  /** Why {@code e} happened, without the path. */
  public static String of(IOException e) {
    if (e instanceof AccessDeniedException) {
      return "permission denied";
    }
    if (e instanceof NoSuchFileException) {
      return "it is not there";
    }
    if (e instanceof NotDirectoryException) {
      return "it is not a directory";
    }
    if (e instanceof FileAlreadyExistsException) {
      return "something else is there already";
    }
    if (e instanceof DirectoryNotEmptyException) {
      return "a folder with files is there already";
    }
    if (e instanceof FileSystemLoopException) {
      return "links lead in a circle";
    }
    if (isFull(e)) {
      return "no space left on the disk";
    }
    if (e instanceof BindException && String.valueOf(e.getMessage()).contains("in use")) {
      return "another program listens there";
    }
    if (e instanceof FileSystemException system && system.getReason() != null) {
      return system.getReason().toLowerCase(Locale.ROOT);
    }
    return String.valueOf(e.getMessage());
  }

  /** True if the disk has no room left. */
  public static boolean isFull(IOException e) {
    String message = String.valueOf(e.getMessage());
    return message.contains("No space left") || message.contains("Disk quota exceeded");
  }
}
