package dev.latticenano.storage.table;

import dev.latticenano.core.store.StoreException;
import dev.latticenano.storage.disk.Disk;
import dev.latticenano.storage.disk.DiskFailure;
import dev.latticenano.storage.disk.DiskFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.zip.CRC32C;

/**
 * The file of a run while it is written, from its first byte to its last: blocks, sections, footer,
 * sync. One that is not finished is worth nothing.
 */
final class RunOutput {
  // So that the last sync of a long run is short.
  private static final int SYNC_BYTES = 4_194_304;

  private final Path path;
  private final DiskFile file;
  private final RunFooter footer;
  private final CRC32C blockCrc = new CRC32C();
  private final byte[] salted = new byte[16];
  private long bytes;
  private long syncedBytes;
  private int blocks;
  private int sections;

  /** Begins a new file, which must not exist. */
  RunOutput(Disk disk, Path path, RunFooter footer) throws StoreException {
    this.path = path;
    this.footer = footer;
    try {
      file = disk.open(path, true);
    } catch (IOException e) {
      throw DiskFailure.ofWrite("create", path, e);
    }
  }

  Path path() {
    return path;
  }

  /** Bytes written so far. */
  long bytes() {
    return bytes;
  }

  /** Blocks written so far: the number of the next one. */
  int blocks() {
    return blocks;
  }

  /** Seals and writes a block of {@link FlatBlock#BYTES} bytes, the last four of which are free. */
  void block(byte[] block) throws StoreException {
    FlatBlock.seal(blockCrc, salted, block, footer.runSalt(), blocks);
    write(block, 0, FlatBlock.BYTES);
    blocks++;
  }

  /** Leaves room for block 0, which {@link #firstBlock} writes when it is known. */
  void leaveFirstBlock() {
    bytes = FlatBlock.BYTES;
    blocks = 1;
  }

  /** Seals and writes block 0 into the room left for it. */
  void firstBlock(byte[] block) throws StoreException {
    FlatBlock.seal(blockCrc, salted, block, footer.runSalt(), 0);
    try {
      file.write(0, block, 0, FlatBlock.BYTES);
    } catch (IOException e) {
      throw DiskFailure.ofWrite("write", path, e);
    }
  }

  /** Reads a block back, with tools lent. */
  void readBlock(long number, byte[] out, CRC32C crc, byte[] salt) throws StoreException {
    long at = number * FlatBlock.BYTES;
    try {
      if (file.read(at, out, 0, FlatBlock.BYTES) < FlatBlock.BYTES
          || !FlatBlock.isSound(crc, salt, out, footer.runSalt(), number)) {
        throw DiskFailure.corrupt(path, at, "block " + number + " is not what was written");
      }
    } catch (IOException e) {
      throw DiskFailure.of("read", path, e);
    }
  }

  /** Writes a part of the next section. */
  void part(byte[] source, int offset, int length) throws StoreException {
    write(source, offset, length);
  }

  /** Ends the section whose parts have been written: all of {@code section} up to a length. */
  void endSection(byte[] section, int length) {
    footer.section(sections++, section, length);
  }

  /** Writes the footer, syncs and closes. */
  RunFooter finish(long rows, long marks, int extra) throws StoreException {
    while (sections < RunFooter.SECTIONS) {
      endSection(salted, 0);
    }
    footer.contents(rows, marks, blocks, extra);
    write(footer.sealed(), 0, RunFooter.BYTES);
    try {
      file.sync();
      file.close();
    } catch (IOException e) {
      throw DiskFailure.ofWrite("sync", path, e);
    }
    return footer;
  }

  /** Closes the file as it is; to be deleted. */
  void abandon() {
    try {
      file.close();
    } catch (IOException e) {
      // Nobody will read it: whoever deletes it next says what is wrong with the disk.
      return;
    }
  }

  private void write(byte[] source, int offset, int length) throws StoreException {
    try {
      file.write(bytes, source, offset, length);
      bytes += length;
      if (bytes - syncedBytes >= SYNC_BYTES) {
        file.sync();
        syncedBytes = bytes;
      }
    } catch (IOException e) {
      throw DiskFailure.ofWrite("write", path, e);
    }
  }
}
