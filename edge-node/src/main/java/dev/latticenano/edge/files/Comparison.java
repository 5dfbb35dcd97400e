package dev.latticenano.edge.files;

import dev.latticenano.core.crypto.Blake3;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Two folders compared: names, kinds, permissions and every byte.
 *
 * @param files files in the first folder
 * @param bytes their content
 * @param differences one sentence each; none if the folders are equal
 */
public record Comparison(long files, long bytes, List<String> differences) {
  /** Compares what lies in {@code left} with what lies in {@code right}. */
  public static Comparison of(Path left, Path right) throws IOException {
    List<String> differences = new ArrayList<>();
    Set<String> names = names(left);
    Set<String> others = names(right);
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

  private static Set<String> names(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(path -> !path.equals(folder))
          .map(path -> folder.relativize(path).toString())
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }
}
