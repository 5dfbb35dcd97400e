package dev.latticenano.edge;

import dev.latticenano.core.intention.StoreId;
import dev.latticenano.host.Failure;
import dev.latticenano.host.SmallFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What a data directory says of its stores besides what is in them: whose child a store is, which
 * children this node does not want, and the taking away of a store's folder.
 *
 * <pre>
 * stores/UUID/parent        the parent's UUID; without it a store is a root
 * declined                  UUIDs, one a line
 * stores/removed-UUID       what is being taken away
 * </pre>
 */
final class StoreMarks {
  private static final String MODE = "rw-------";
  private static final String REMOVED = "removed-";

  private final Path root;
  private final Set<StoreId> declined = new TreeSet<>();

  /** Of the data directory {@code root}; takes away what an earlier run had begun to. */
  StoreMarks(Path root) throws Failure {
    this.root = root;
    try {
      if (Files.exists(declinedFile())) {
        for (String line : Files.readAllLines(declinedFile(), StandardCharsets.UTF_8)) {
          declined.add(StoreId.parse(line));
        }
      }
      try (Stream<Path> all = Files.list(root.resolve("stores"))) {
        for (Path each : all.filter(StoreMarks::isRemoved).toList()) {
          delete(each);
        }
      }
    } catch (IOException | UncheckedIOException | IllegalArgumentException e) {
      throw failed("read what is said of the stores", e);
    }
  }

  private static boolean isRemoved(Path path) {
    return path.getFileName().toString().startsWith(REMOVED);
  }

  private static Failure failed(String what, Exception e) {
    return new Failure(Failure.DISK, "could not " + what + ": " + e.getMessage(), e);
  }

  private Path declinedFile() {
    return root.resolve("declined");
  }

  private Path folder(StoreId store) {
    return root.resolve("stores").resolve(store.toString());
  }

  /** True if the store has a folder. */
  boolean isHere(StoreId store) {
    return Files.isDirectory(folder(store));
  }

  /** The store whose child this one is; null for a root. */
  StoreId parent(StoreId store) throws Failure {
    Path mark = folder(store).resolve("parent");
    try {
      return Files.exists(mark) ? StoreId.parse(Files.readString(mark).strip()) : null;
    } catch (IOException | IllegalArgumentException e) {
      throw failed("read " + mark, e);
    }
  }

  /** Says whose child a store is, before it has anything else. */
  void child(StoreId store, StoreId parent) throws Failure {
    try {
      SmallFile.folder(folder(store));
      byte[] text = (parent + "\n").getBytes(StandardCharsets.US_ASCII);
      SmallFile.write(folder(store).resolve("parent"), text, MODE);
    } catch (IOException e) {
      throw failed("write " + folder(store), e);
    }
  }

  /** True if this node does not want the store, whoever declares it. */
  boolean isDeclined(StoreId store) {
    return declined.contains(store);
  }

  /** Says whether this node wants a store. */
  void decline(StoreId store, boolean decline) throws Failure {
    if (decline ? declined.add(store) : declined.remove(store)) {
      List<String> lines = declined.stream().map(id -> id + "\n").toList();
      try {
        byte[] text = String.join("", lines).getBytes(StandardCharsets.US_ASCII);
        SmallFile.write(declinedFile(), text, MODE);
      } catch (IOException e) {
        throw failed("write " + declinedFile(), e);
      }
    }
  }

  /** Takes a closed store away: gone at once, even if the power fails now. */
  void remove(StoreId store) throws Failure {
    Path aside = folder(store).resolveSibling(REMOVED + store);
    try {
      Files.move(folder(store), aside, StandardCopyOption.ATOMIC_MOVE);
      delete(aside);
    } catch (IOException | UncheckedIOException e) {
      throw failed("take away " + folder(store), e);
    }
  }

  private static void delete(Path place) throws IOException {
    try (Stream<Path> all = Files.walk(place)) {
      for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    }
  }
}
