package dev.latticenano.host.cli;

import dev.latticenano.host.Failure;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;

/**
 * Where a program keeps its directory when no command line names one: where an environment variable
 * says, or else below the user's own folder.
 *
 * @param variable of the environment
 * @param folder name of the directory below {@code ~/.local/share}
 */
public record HomeFolder(String variable, String folder) {
  /**
   * The directory.
   *
   * @param behind named behind the command, or null
   * @param before named before the command, or null
   */
  public Path of(Path behind, Path before) throws Failure {
    if (behind != null || before != null) {
      return behind == null ? before : behind;
    }
    return of(System.getenv());
  }

  // The shell's ~ is $HOME; what Java calls the user's home is what the system's list of users
  // says,
  // which is another one under sudo, and none for a user who is in no list.
  Path of(Map<String, String> environment) throws Failure {
    String named = environment.getOrDefault(variable, "");
    String home = environment.getOrDefault("HOME", "");
    try {
      return named.isEmpty()
          ? Path.of(
              home.isEmpty() ? System.getProperty("user.home") : home, ".local", "share", folder)
          : Path.of(named);
    } catch (InvalidPathException e) {
      throw new Failure(Failure.BAD_INPUT, variable + " is not a path: " + e.getReason(), e);
    }
  }
}
