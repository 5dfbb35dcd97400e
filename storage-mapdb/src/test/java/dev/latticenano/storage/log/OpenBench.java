package dev.latticenano.storage.log;

import dev.latticenano.storage.ChildJvm;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Measures how long a fresh process with 64 MiB of heap takes to open a log of 1,000,000 records of
 * 450 bytes: cleanly closed, and after the process that wrote it was ended in the middle of a
 * batch. Argument: a directory on the disk to measure, which is filled and emptied.
 */
final class OpenBench {
  private static final int RECORDS = 1_000_000;
  private static final int BODY_BYTES = 450;
  private static final int BATCH = 64;
  private static final UUID STORE = new UUID(17, 18);

  private OpenBench() {}

  /** The process that opens a log and says how long that took. */
  static final class Opener {
    public static void main(String[] arguments) throws Exception {
      long start = System.nanoTime();
      try (SegmentLog log = SegmentLog.open(Path.of(arguments[0]), STORE)) {
        long ms = (System.nanoTime() - start) / 1_000_000;
        Recovery found = log.recovery();
        System.out.printf(
            "%d ms, %,d records, %d of %d segments scanned, %,d bytes, %d bytes cut%n",
            ms,
            found.records(),
            found.segmentsScanned(),
            found.segments(),
            found.bytesScanned(),
            found.bytesCut());
      }
    }
  }

  /** The process that writes for a while and ends without closing. */
  static final class Stopped {
    public static void main(String[] arguments) throws Exception {
      SegmentLog log = SegmentLog.open(Path.of(arguments[0]), STORE);
      append(log, Integer.parseInt(arguments[1]));
      System.out.println("written");
      Runtime.getRuntime().halt(9);
    }
  }

  /** Runs once; see the class. */
  public static void main(String[] arguments) throws Exception {
    Path root = Files.createTempDirectory(Path.of(arguments[0]), "openbench");
    try {
      try (SegmentLog log = SegmentLog.open(root, STORE)) {
        append(log, RECORDS);
      }
      open("closed", root);
      // Once more with the last segment as full as it gets.
      int more = 64_000_000 / (BODY_BYTES + 12);
      try (SegmentLog log = SegmentLog.open(root, STORE)) {
        long room = SegmentLog.SEGMENT_BYTES - log.recovery().bytesScanned();
        more = (int) (room / (BODY_BYTES + 13)) - 10;
      }
      try (ChildJvm child = new ChildJvm(Stopped.class, root.toString(), "" + more)) {
        child.line();
        child.kill();
      }
      open("killed", root);
      open("closed", root);
    } finally {
      try (Stream<Path> paths = Files.walk(root)) {
        for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      }
    }
  }

  private static void open(String how, Path root) throws Exception {
    for (String cache : new String[] {"cold", "warm"}) {
      if (cache.equals("cold")) {
        forget(root);
      }
      try (ChildJvm child = new ChildJvm(Opener.class, root.toString())) {
        System.out.println(how + ", cache " + cache + ": " + child.line());
      }
    }
  }

  /** Asks the operating system to forget its copy of the segments. */
  private static void forget(Path root) throws Exception {
    try (Stream<Path> paths = Files.list(root)) {
      for (Path path : paths.toList()) {
        new ProcessBuilder("dd", "if=" + path, "iflag=nocache", "count=0", "status=none")
            .start()
            .waitFor();
      }
    }
  }

  private static void append(SegmentLog log, int records) throws Exception {
    byte[] body = new byte[BODY_BYTES];
    for (int i = 0; i < records; i++) {
      body[i % BODY_BYTES]++;
      log.append(1, body, 0, BODY_BYTES);
      if (i % BATCH == BATCH - 1) {
        log.sync();
      }
    }
  }
}
