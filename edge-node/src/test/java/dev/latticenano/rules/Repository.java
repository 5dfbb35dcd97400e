package dev.latticenano.rules;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** The files of this repository as the rules read them; paths are relative, with slashes. */
final class Repository {
  private static final Path ROOT = root();
  private static final Set<String> SKIPPED =
      Set.of(".git", "target", ".idea", ".vscode", "node_modules");

  private Repository() {}

  /** Every file but build output, in order. */
  static List<String> files() {
    List<String> files = new ArrayList<>();
    try {
      Files.walkFileTree(
          ROOT,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
              return SKIPPED.contains(folder.getFileName().toString())
                  ? FileVisitResult.SKIP_SUBTREE
                  : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
              files.add(ROOT.relativize(file).toString());
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Collections.sort(files);
    return files;
  }

  /** The files that {@code wanted} accepts; none at all is a broken rule, not a clean tree. */
  static List<String> files(Predicate<String> wanted) {
    List<String> found = files().stream().filter(wanted).toList();
    if (found.isEmpty()) {
      throw new AssertionError("the rule looks at no file");
    }
    return found;
  }

  static boolean isJava(String file) {
    return file.endsWith(".java");
  }

  static boolean isMainJava(String file) {
    return isJava(file) && file.contains("/src/main/java/");
  }

  /** Text that people write: code, documents, tables and scripts. */
  static boolean isText(String file) {
    String name = file.substring(file.lastIndexOf('/') + 1);
    return name.matches(".*\\.(java|c|h|md|xml|csv|txt|properties|ld|cmake|service|html|css|js)")
        || !name.contains(".") && !name.equals("LICENSE");
  }

  static boolean exists(String file) {
    return Files.exists(ROOT.resolve(file));
  }

  static Path path(String file) {
    return ROOT.resolve(file);
  }

  static String text(String file) {
    try {
      return Files.readString(ROOT.resolve(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static List<String> lines(String file) {
    return text(file).lines().toList();
  }

  /** The package of a Java file, by its folder. */
  static String packageOf(String file) {
    String folder = file.substring(file.indexOf("/java/") + 6, file.lastIndexOf('/'));
    return folder.replace('/', '.');
  }

  private static Path root() {
    String root = System.getProperty("repository.root");
    if (root == null) {
      throw new IllegalStateException("run through Maven, which sets repository.root");
    }
    return Path.of(root).toAbsolutePath().normalize();
  }
}
