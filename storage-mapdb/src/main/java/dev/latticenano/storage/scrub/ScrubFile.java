package dev.latticenano.storage.scrub;

import dev.latticenano.core.store.StoreException;
import dev.latticenano.storage.disk.DiskFailure;
import dev.latticenano.storage.disk.DiskFile;
import dev.latticenano.storage.disk.ShardedDisk;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.CRC32C;

/**
 * The file {@code scrub}: lines of a word, a space and a value, the last a checksum of all before
 * it (docs/storage.md §14). Replaced atomically; one that is damaged counts as none, which costs a
 * round begun anew.
 */
public final class ScrubFile {
  /** Its name in the data directory. */
  public static final String NAME = "scrub";

  private static final String PARTIAL = "scrub.partial";
  private static final String FIRST_LINE = "Lattice Nano scrub, format 1";
  private static final int BYTES_MAX = 4096;

  private final ShardedDisk disk;
  private final Path directory;

  /** The file in {@code directory}, which exists. */
  public ScrubFile(ShardedDisk disk, Path directory) {
    this.disk = disk;
    this.directory = directory;
  }

  /** What it remembers; {@link ScrubProgress#NONE} if it is missing, damaged or not understood. */
  public ScrubProgress read() throws StoreException {
    Path path = directory.resolve(NAME);
    byte[] bytes = new byte[BYTES_MAX];
    int length;
    try {
      if (!disk.exists(path)) {
        return ScrubProgress.NONE;
      }
      try (DiskFile file = disk.open(path, false)) {
        length = file.read(0, bytes, 0, bytes.length);
      }
    } catch (IOException e) {
      throw DiskFailure.of("read", path, e);
    }
    return parse(new String(bytes, 0, length, StandardCharsets.UTF_8));
  }

  private static ScrubProgress parse(String text) {
    int sum = text.lastIndexOf("crc ");
    if (sum < 0 || !text.equals(text.substring(0, sum) + crcLine(text.substring(0, sum)))) {
      return ScrubProgress.NONE;
    }
    Map<String, String> values = new HashMap<>();
    for (String line : text.substring(0, sum).split("\n")) {
      int space = line.indexOf(' ');
      values.put(line.substring(0, Math.max(0, space)), line.substring(space + 1));
    }
    if (!text.startsWith(FIRST_LINE + "\n")) {
      return ScrubProgress.NONE;
    }
    return new ScrubProgress(
        number(values, "round"),
        values.getOrDefault("part", ""),
        number(values, "place"),
        number(values, "read"),
        number(values, "total"),
        number(values, "started"),
        number(values, "finished"),
        number(values, "found"),
        number(values, "found_before"));
  }

  private static long number(Map<String, String> values, String name) {
    String text = values.getOrDefault(name, "0");
    return text.matches("[0-9]{1,18}") ? Long.parseLong(text) : 0;
  }

  /** Remembers {@code progress}; durable when it returns. */
  public void write(ScrubProgress progress) throws StoreException {
    String text =
        FIRST_LINE
            + ("\nround " + progress.round())
            + ("\npart " + progress.part())
            + ("\nplace " + progress.place())
            + ("\nread " + progress.readBytes())
            + ("\ntotal " + progress.totalBytes())
            + ("\nstarted " + progress.startedMs())
            + ("\nfinished " + progress.finishedMs())
            + ("\nfound " + progress.found())
            + ("\nfound_before " + progress.foundBefore())
            + "\n";
    byte[] bytes = (text + crcLine(text)).getBytes(StandardCharsets.UTF_8);
    Path partial = directory.resolve(PARTIAL);
    try {
      if (disk.exists(partial)) {
        disk.delete(partial);
      }
      try (DiskFile file = disk.open(partial, true)) {
        file.write(0, bytes, 0, bytes.length);
        file.sync();
      }
      disk.rename(partial, directory.resolve(NAME));
      disk.syncDirectory(directory);
    } catch (IOException e) {
      throw DiskFailure.ofWrite("write", directory.resolve(NAME), e);
    }
  }

  private static String crcLine(String text) {
    CRC32C crc = new CRC32C();
    crc.update(text.getBytes(StandardCharsets.UTF_8));
    return String.format("crc %08x\n", (int) crc.getValue());
  }
}
