package dev.latticenano.edge;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A user whom file permissions stop: this one, or, as root, whom nothing stops, the system's nobody
 * (through {@code setpriv} of util-linux), with a copy of the program it may read.
 */
final class Nobody implements AutoCloseable {
  private static final int ID = 65_534;

  private final Path place;
  private final String classPath;
  private final boolean root;

  Nobody() throws IOException {
    place = Files.createTempDirectory("lattice-nobody");
    root = Files.getAttribute(place, "unix:uid").equals(0);
    if (root) {
      Files.setPosixFilePermissions(place, PosixFilePermissions.fromString("rwxr-xr-x"));
      classPath = copied();
      Files.setAttribute(place, "unix:uid", ID);
      Files.setAttribute(place, "unix:gid", ID);
    } else {
      classPath = Child.classPath();
    }
  }

  /** A directory of this user's. */
  Path place() {
    return place;
  }

  private String copied() throws IOException {
    List<String> copies = new ArrayList<>();
    for (String each : Child.classPath().split(File.pathSeparator)) {
      Path from = Path.of(each);
      Path to = place.resolve("program").resolve(Integer.toString(copies.size()));
      if (!each.contains("test-classes") && Files.exists(from)) {
        copy(from, Files.isDirectory(from) ? to : Path.of(to + ".jar"), copies);
      }
    }
    return String.join(File.pathSeparator, copies);
  }

  private static void copy(Path from, Path to, List<String> copies) throws IOException {
    Files.createDirectories(to.getParent());
    try (Stream<Path> all = Files.walk(from)) {
      for (Path each : all.toList()) {
        Path target = each.equals(from) ? to : to.resolve(from.relativize(each).toString());
        Files.copy(each, target);
      }
    }
    copies.add(to.toString());
  }

  /** Runs {@code lattice words…} as this user. */
  Child start(String... words) throws IOException {
    List<String> before =
        root
            ? List.of(
                "setpriv", "--reuid=" + ID, "--regid=" + ID, "--clear-groups", "--no-new-privs")
            : List.of();
    return Child.startBehind(before, classPath, words);
  }

  /** Changes what this user may do. */
  void chmod(String mode, Path path) throws IOException {
    run("chmod", "-R", mode, path.toString());
  }

  /** Gives a path and all below it to this user. */
  void own(Path path) throws IOException {
    if (root) {
      run("chown", "-R", ID + ":" + ID, path.toString());
    }
  }

  private static void run(String... command) throws IOException {
    try {
      new ProcessBuilder(command).inheritIO().start().waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() throws IOException {
    chmod("u+rwX", place);
    try (Stream<Path> all = Files.walk(place)) {
      for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    }
  }
}
