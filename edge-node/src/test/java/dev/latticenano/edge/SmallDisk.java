package dev.latticenano.edge;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A real file system of a few megabytes, a tmpfs, which only root may mount. */
final class SmallDisk implements AutoCloseable {
  private final Path point;

  /** Mounts one at {@code point}; skips the test where that is not allowed. */
  SmallDisk(Path point, int mebibytes) throws IOException {
    this.point = Files.createDirectory(point);
    assumeTrue(
        run("mount", "-t", "tmpfs", "-o", "size=" + mebibytes + "m", "tmpfs", point.toString()),
        "skipped: not allowed to mount a tmpfs");
  }

  /** Makes it larger while it is in use. */
  void grow(int mebibytes) throws IOException {
    assertTrue(run("mount", "-o", "remount,size=" + mebibytes + "m", point.toString()));
  }

  /** Takes all but {@code bytes}; returns the file that does. */
  Path fill(long bytes) throws IOException {
    long free = Files.getFileStore(point).getUsableSpace();
    return Files.write(point.resolve("ballast"), new byte[(int) (free - bytes)]);
  }

  private static boolean run(String... command) throws IOException {
    try {
      return new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  @Override
  public void close() throws IOException {
    assertTrue(run("umount", point.toString()));
  }
}
