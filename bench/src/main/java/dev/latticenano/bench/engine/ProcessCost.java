package dev.latticenano.bench.engine;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** What this process has cost so far, as Linux and the JVM count it. */
final class ProcessCost {
  private static final Path IO = Path.of("/proc/self/io");
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final int BYTES_PER_KB = 1024;

  private ProcessCost() {}

  /**
   * Bytes of the pages that this process made dirty in files. Linux counts a page when it becomes
   * dirty, so nothing has to reach the disk first; one that becomes dirty again after it was
   * written counts again. The file system's own writes are not in it.
   */
  static long writtenBytes() throws IOException {
    return number(IO, "write_bytes:");
  }

  /** Bytes that this process handed to write calls; bytes written through a mapping are not. */
  static long handedBytes() throws IOException {
    return number(IO, "wchar:");
  }

  /** The largest resident set of this process so far, bytes: heap, native memory, mapped files. */
  static long residentBytes() throws IOException {
    return number(STATUS, "VmHWM:") * BYTES_PER_KB;
  }

  /**
   * Bytes of the live objects on the heap, found by collecting the others. What Java keeps of each
   * jar of the class path, two megabytes here, is among them from the first call on: else it would
   * count as memory of whoever needs the first class that lies far back.
   */
  static long heapBytes() {
    ClassLoader.getSystemResource("in no jar, so that all are opened");
    Runtime runtime = Runtime.getRuntime();
    System.gc();
    return runtime.totalMemory() - runtime.freeMemory();
  }

  /** Processor time of this thread, user's and system's, which other programs do not lengthen. */
  static long threadNs() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  /** Bytes of the files in a folder, as their lengths say. */
  static long fileBytes(Path folder) throws IOException {
    try (Stream<Path> paths = Files.walk(folder)) {
      long bytes = 0;
      for (Path path : paths.filter(Files::isRegularFile).toList()) {
        bytes += Files.size(path);
      }
      return bytes;
    }
  }

  private static long number(Path file, String name) throws IOException {
    for (String line : Files.readAllLines(file)) {
      if (line.startsWith(name)) {
        return Long.parseLong(line.substring(name.length()).replace("kB", "").strip());
      }
    }
    throw new IOException(file + " has no " + name);
  }
}
