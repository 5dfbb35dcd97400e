package dev.latticenano.storage.table;

import dev.latticenano.core.bytes.LittleEndian;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.core.store.StoreException.Kind;
import dev.latticenano.storage.disk.DiskFailure;
import dev.latticenano.storage.disk.DiskFile;
import dev.latticenano.storage.disk.MappableFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.zip.CRC32C;

/** The open file of a finished run: its footer, its sections, and a check of its blocks. */
final class RunSource {
  private static final int SECTION_BYTES_MAX = 1 << 28;

  private final Path path;
  private final DiskFile file;
  private final RunFooter footer;
  // Null where it cannot be had as memory, and once it is closed.
  private MappableFile mapped;
  // Of each block then, the checksum if it was found sound since the run was opened, or 0.
  private final int[] sound;
  private final byte[] tail = new byte[8];
  private String damage;

  private RunSource(Path path, DiskFile file, RunFooter footer) {
    this.path = path;
    this.file = file;
    this.footer = footer;
    mapped = file instanceof MappableFile mappable && mappable.map() ? mappable : null;
    sound = new int[mapped == null ? 0 : footer.blocks()];
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

  /**
   * Checks, as the disk has them now, {@code count} blocks from number {@code first} on; the caller
   * lends the buffer.
   */
  void verifyBlocks(long first, long count, byte[] buffer) throws StoreException {
    CRC32C crc = new CRC32C();
    byte[] salted = new byte[16];
    for (long number = first; number < first + count; number++) {
      readAndCheck(number, buffer, crc, salted);
    }
  }

  /**
   * Reads one block, with tools lent. The first time since the run was opened it is read from the
   * file and checked; then, where the file is memory, copied from there.
   */
  void readBlock(long number, byte[] buffer, CRC32C crc, byte[] salted) throws StoreException {
    int known = mapped == null ? 0 : sound[(int) number];
    if (known == 0) {
      readAndCheck(number, buffer, crc, salted);
      if (mapped != null) {
        sound[(int) number] = LittleEndian.intAt(buffer, FlatBlock.CRC_AT);
      }
      return;
    }
    // What the medium does not give any more is not copied: then the checksum stays wrong.
    LittleEndian.putInt(buffer, FlatBlock.CRC_AT, ~known);
    mapped.copy(number * FlatBlock.BYTES, buffer, 0, FlatBlock.BYTES);
    if (LittleEndian.intAt(buffer, FlatBlock.CRC_AT) != known) {
      throw changed(number);
    }
  }

  private StoreException changed(long number) {
    return damaged(
        number * FlatBlock.BYTES,
        "block " + number + " is not what it was when it was read before");
  }

  /**
   * True if a block is memory and was found sound: {@link #peek} and {@link #confirm} may be used.
   */
  boolean isAtHand(int number) {
    return mapped != null && sound[number] != 0;
  }

  /**
   * Copies bytes {@code from} to {@code from + length} of a block at hand. Only what {@link
   * #confirm} was called for afterwards may be used.
   */
  void peek(int number, int from, byte[] out, int offset, int length) {
    mapped.copy((long) number * FlatBlock.BYTES + from, out, offset, length);
  }

  /**
   * Sees whether a block at hand still has its checksum. A block is a page of the system or lies in
   * one, so if the medium did not give it a moment ago its checksum is not there either.
   */
  void confirm(int number) throws StoreException {
    int known = sound[number];
    // Eight bytes, because fewer are not copied but read one by one, and then what the medium does
    // not give is not left as it was.
    LittleEndian.putInt(tail, 4, ~known);
    mapped.copy((number + 1L) * FlatBlock.BYTES - tail.length, tail, 0, tail.length);
    if (LittleEndian.intAt(tail, 4) != known) {
      throw changed(number);
    }
  }

  private void readAndCheck(long number, byte[] buffer, CRC32C crc, byte[] salted)
      throws StoreException {
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
    mapped = null;
    try {
      file.close();
    } catch (IOException e) {
      throw DiskFailure.of("close", path, e);
    }
  }
}
