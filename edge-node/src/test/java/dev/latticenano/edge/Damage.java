package dev.latticenano.edge;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What a bad disk does to a node's files. */
final class Damage {
  private Damage() {}

  /** The only segment of the only store. */
  static Path segment(Device device) throws IOException {
    List<Path> found = files(device.dir().resolve("stores"), ".seg");
    if (found.size() != 1) {
      throw new AssertionError(found);
    }
    return found.get(0);
  }

  /** All files below {@code folder} whose name ends so, sorted. */
  static List<Path> files(Path folder, String end) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(path -> Files.isRegularFile(path) && path.toString().endsWith(end))
          .sorted()
          .toList();
    }
  }

  /** Turns one bit over. */
  static void flip(Path file, long at) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    bytes[Math.toIntExact(at)] ^= 1;
    Files.write(file, bytes);
  }

  /** Takes bytes off the end. */
  static void cut(Path file, int bytes) throws IOException {
    byte[] all = Files.readAllBytes(file);
    Files.write(file, java.util.Arrays.copyOf(all, all.length - bytes));
  }
}
