package dev.latticenano.edge.files;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/**
 * The names of real files as text. Java reads them in the character set of the locale it was
 * started in; a name that does not survive the way there and back would be stored under another.
 */
final class LocalName {
  private static final boolean UTF8 =
      System.getProperty("sun.jnu.encoding", "").matches("(?i)utf-?8");

  private LocalName() {}

  /** The last part of {@code path}; null if text cannot hold it. */
  static String of(Path path) {
    String name = path.getFileName().toString();
    try {
      return Path.of(name).equals(path.getFileName()) ? name : null;
    } catch (InvalidPathException e) {
      return null;
    }
  }

  /** Why {@link #of} was null, or a name could not be made a path. */
  static String reason() {
    return UTF8
        ? "its name is not valid UTF-8; rename it"
        : "this locale cannot hold its name; set LC_ALL=C.UTF-8";
  }
}
