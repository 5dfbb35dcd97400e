package dev.latticenano.edge.files;

import dev.latticenano.core.crypto.Blake3;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Two folders compared: names, kinds, permissions and every byte.
 *
 * @param files files in the first folder
 * @param bytes their content
 * @param differences one sentence each; none if the folders are equal
 */
public record Comparison(long files, long bytes, List<String> differences) {
  /**
   * Compares what lies in {@code left} with what lies in {@code right}.
   *
   * @param except paths in {@code left} that are not looked at, nor what lies in them
   */
  public static Comparison of(Path left, Path right, Set<Path> except) throws IOException {
    List<String> differences = new ArrayList<>();
    Set<String> names = names(left, except);
    Set<String> others = names(right, Set.of());
    others.stream()
        .filter(name -> !names.contains(name))
        .forEach(name -> differences.add(name + " is only in " + right));
    Blake3 blake3 = Blake3.plain();
    long files = 0;
    long bytes = 0;
    for (String name : names) {
      Path a = left.resolve(name);
      Path b = right.resolve(name);
      boolean folder = Files.isDirectory(a, LinkOption.NOFOLLOW_LINKS);
      if (!others.contains(name)) {
        differences.add(name + " is only in " + left);
      } else if (folder != Files.isDirectory(b, LinkOption.NOFOLLOW_LINKS)) {
        differences.add(name + " is a folder on one side only");
      } else if (!Files.getPosixFilePermissions(a).equals(Files.getPosixFilePermissions(b))) {
        differences.add(name + " has other permissions");
      } else if (!folder) {
        files++;
        bytes += Files.size(a);
        if (!Digests.of(a, blake3).equals(Digests.of(b, blake3))) {
          differences.add(name + " has other content");
        }
      }
    }
    return new Comparison(files, bytes, differences);
  }

  private static Set<String> names(Path folder, Set<Path> except) throws IOException {
    Set<String> names = new TreeSet<>();
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path path, BasicFileAttributes attributes) {
            return except.contains(path)
                ? FileVisitResult.SKIP_SUBTREE
                : visitFile(path, attributes);
          }

          @Override
          public FileVisitResult visitFile(Path path, BasicFileAttributes attributes) {
            if (!except.contains(path) && !path.equals(folder)) {
              names.add(folder.relativize(path).toString());
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path path, IOException e) throws IOException {
            if (except.contains(path)) {
              return FileVisitResult.CONTINUE;
            }
            throw e;
          }
        });
    return names;
  }
}
