package dev.latticenano.bench.soak;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * The disk of the relay: a file system in memory of a size of its own, where mounting is allowed,
 * and there it can be made full; otherwise a folder of the disk, which never is.
 */
public final class SoakDisk implements AutoCloseable {
  private static final int STEP_BYTES = 1 << 16;

  private final Path root;
  private final boolean mounted;

  private SoakDisk(Path root, boolean mounted) {
    this.root = root;
    this.mounted = mounted;
  }

  /** Of so many megabytes, at a folder that is empty. */
  public static SoakDisk at(Path root, int megabytes) throws IOException, InterruptedException {
    Files.createDirectories(root);
    return new SoakDisk(
        root,
        run("mount", "-t", "tmpfs", "-o", "size=" + megabytes + "m", "soak", root.toString()));
  }

  private static boolean run(String... command) throws IOException, InterruptedException {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      process.getInputStream().readAllBytes();
      return process.waitFor(60, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (IOException e) {
      return false;
    }
  }

  /** Where it is. */
  public Path root() {
    return root;
  }

  /** True if it can be full. */
  public boolean isMounted() {
    return mounted;
  }

  /** Bytes that are free. */
  public long freeBytes() throws IOException {
    return Files.getFileStore(root).getUsableSpace();
  }

  /** Bytes that it has. */
  public long totalBytes() throws IOException {
    return Files.getFileStore(root).getTotalSpace();
  }

  /** Somebody else takes all but so many bytes. */
  public void fill(long leftBytes) throws IOException {
    if (!mounted) {
      return;
    }
    byte[] step = new byte[STEP_BYTES];
    try (OutputStream out = Files.newOutputStream(root.resolve("filler"))) {
      for (long free = freeBytes(); free > leftBytes; free = freeBytes()) {
        out.write(step, 0, (int) Math.min(STEP_BYTES, free - leftBytes));
      }
    } catch (IOException e) {
      // No byte is left: that is what was asked for.
      if (leftBytes > 0) {
        throw e;
      }
    }
  }

  /** What somebody else took is free again. */
  public void empty() throws IOException {
    Files.deleteIfExists(root.resolve("filler"));
  }

  @Override
  public void close() throws IOException {
    try {
      if (mounted && !run("umount", root.toString())) {
        throw new IOException("cannot unmount " + root);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
