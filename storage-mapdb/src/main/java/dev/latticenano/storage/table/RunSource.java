package dev.latticenano.storage.table;

import dev.latticenano.core.store.StoreException;
import dev.latticenano.core.store.StoreException.Kind;
import dev.latticenano.storage.disk.DiskFailure;
import dev.latticenano.storage.disk.DiskFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.zip.CRC32C;

/** The open file of a finished run: its footer, its sections, and a check of its blocks. */
final class RunSource {
  private static final int SECTION_BYTES_MAX = 1 << 28;

  private final Path path;
  private final DiskFile file;
  private final RunFooter footer;
  private String damage;

  private RunSource(Path path, DiskFile file, RunFooter footer) {
    this.path = path;
    this.file = file;
    this.footer = footer;
  }

  /** What was found damaged when it was read since it was opened, or null. */
  String damage() {
    return damage;
  }

  /** What to throw where bytes are not what was written; {@link #damage} tells it from now on. */
  StoreException damaged(long at, String reason) {
    StoreException failure = DiskFailure.corrupt(path, at, reason);
    damage = failure.getMessage();
    return failure;
  }

  /** Reads the footer of {@code file}; the caller closes the file if this throws. */
  static RunSource of(Path path, DiskFile file) throws StoreException {
    try {
      long size = file.size();
      byte[] tail = new byte[RunFooter.BYTES];
      long at = size - tail.length;
      if (at < 0 || file.read(at, tail, 0, tail.length) < tail.length) {
        throw DiskFailure.corrupt(path, size, "it is too short for a run");
      }
      RunFooter footer = RunFooter.decoded(tail);
      if (footer == null) {
        throw DiskFailure.corrupt(path, at, "the run's footer is not sound");
      }
      if (footer.fileBytes() != size) {
        throw DiskFailure.corrupt(path, size, "the run has " + footer.fileBytes() + " bytes");
      }
      return new RunSource(path, file, footer);
    } catch (IOException e) {
      throw DiskFailure.of("read", path, e);
    }
  }

  Path path() {
    return path;
  }

  DiskFile file() {
    return file;
  }

  RunFooter footer() {
    return footer;
  }

  /** Reads and checks a section. */
  byte[] section(int which) throws StoreException {
    long length = footer.sectionBytes(which);
    long at = footer.sectionAt(which);
    if (length > SECTION_BYTES_MAX) {
      throw damaged(at, "section of " + length + " bytes");
    }
    byte[] section = new byte[(int) length];
    try {
      if (file.read(at, section, 0, section.length) < section.length
          || !footer.isSound(which, section)) {
        throw damaged(at, "a section fails its checksum");
      }
      return section;
    } catch (IOException e) {
      throw DiskFailure.of("read", path, e);
    }
  }

  /** Checks {@code count} blocks from number {@code first} on; the caller lends the buffer. */
  void verifyBlocks(long first, long count, byte[] buffer) throws StoreException {
    CRC32C crc = new CRC32C();
    byte[] salted = new byte[16];
    for (long number = first; number < first + count; number++) {
      readBlock(number, buffer, crc, salted);
    }
  }

  /** Reads and checks one block, with tools lent. */
  void readBlock(long number, byte[] buffer, CRC32C crc, byte[] salted) throws StoreException {
    long at = number * FlatBlock.BYTES;
    try {
      if (file.read(at, buffer, 0, FlatBlock.BYTES) < FlatBlock.BYTES
          || !FlatBlock.isSound(crc, salted, buffer, footer.runSalt(), number)) {
        throw damaged(at, "block " + number + " fails its checksum");
      }
    } catch (IOException e) {
      throw DiskFailure.of("read", path, e);
    }
  }

  /** Checks the footer and all sections again, as they are on the disk now. */
  void verifyEnds() throws StoreException {
    RunFooter now = of(path, file).footer();
    if (now.crc() != footer.crc()) {
      throw damaged(footer.fileBytes(), "the footer is another than at opening");
    }
    for (int i = 0; i < RunFooter.SECTIONS; i++) {
      section(i);
    }
  }

  /** What to say of a run that belongs to something else. */
  StoreException foreign() {
    return new StoreException(Kind.CORRUPT, path + " is a run of another table or store", null);
  }

  void close() throws StoreException {
    try {
      file.close();
    } catch (IOException e) {
      throw DiskFailure.of("close", path, e);
    }
  }
}
