package dev.latticenano.storage.powercut;

import dev.latticenano.core.bytes.Hex;
import dev.latticenano.core.bytes.LittleEndian;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.storage.chunk.ChunkFiles;
import dev.latticenano.storage.log.SegmentLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.CRC32C;

/**
 * Compares what a disk holds after a power cut with what was acknowledged before it, and keeps the
 * count and checksum of the records while more are appended.
 */
final class PowerCutCheck {
  private static final int CHUNK_ROOM_BYTES = 262_144;
  private static final int HEX_DIGITS = 64;

  private final int round;
  private final CRC32C crc = new CRC32C();
  private int count;
  private int nextNumber;
  private String fault;

  PowerCutCheck(int round) {
    this.round = round;
  }

  /** A promise of storage that the disk does not bear out. */
  static final class Broken extends Exception {
    private static final long serialVersionUID = 1;

    Broken(String message) {
      super(message);
    }
  }

  /**
   * Reads the whole log: the first {@code acknowledged} records must have {@code acknowledgedCrc},
   * the others be ones that were appended, in their order.
   */
  void records(SegmentLog log, int acknowledged, int acknowledgedCrc)
      throws StoreException, Broken {
    boolean[] same = {acknowledged == 0};
    log.scan(
        0,
        (position, kind, bytes, offset, length) -> {
          byte[] body = Arrays.copyOfRange(bytes, offset, offset + length);
          fault = PowerCutRecords.fault(kind, body, nextNumber, round);
          if (fault != null) {
            return false;
          }
          boolean follows = LittleEndian.intAt(body, 0) == nextNumber;
          if (!follows && log.recovery().damaged().isEmpty()) {
            fault = "record " + nextNumber + " is missing before position " + position;
            return false;
          }
          add(kind, body);
          same[0] |= count == acknowledged && crc() == acknowledgedCrc;
          return true;
        });
    if (fault != null) {
      throw new Broken(fault);
    }
    if (!same[0]) {
      throw new Broken(
          count < acknowledged
              ? acknowledged + " records were acknowledged, " + count + " are there"
              : "the " + acknowledged + " records acknowledged are not those that were written");
    }
  }

  /**
   * Chunks 0 to {@code acknowledged} - 1 must be there whole, and no name may show anything else
   * than a whole chunk. Returns how many there are.
   */
  int chunks(ChunkFiles chunks, Path directory, int acknowledged)
      throws IOException, StoreException, Broken {
    byte[] room = new byte[CHUNK_ROOM_BYTES];
    for (int i = 0; i < acknowledged; i++) {
      byte[] chunk = PowerCutRecords.chunk(i);
      byte[] cid = PowerCutRecords.cid(chunk);
      if (!chunks.holds(cid, 0)) {
        throw new Broken("chunk " + i + " of " + acknowledged + " acknowledged is missing");
      }
    }
    List<String> names;
    try (Stream<Path> files = Files.walk(directory, 2)) {
      names =
          files
              .filter(Files::isRegularFile)
              .map(file -> directory.relativize(file).toString().replace("/", ""))
              .toList();
    }
    for (String name : names) {
      if (name.length() != HEX_DIGITS) {
        throw new Broken("chunks hold a file " + name);
      }
      chunks.read(Hex.decode(name), 0, room, 0);
    }
    return names.size();
  }

  /** Takes a record into count and checksum. */
  void add(int kind, byte[] body) {
    crc.update(kind);
    crc.update(body);
    count++;
    nextNumber = LittleEndian.intAt(body, 0) + 1;
  }

  int count() {
    return count;
  }

  int crc() {
    return (int) crc.getValue();
  }

  /** The number that the next record gets. */
  int nextNumber() {
    return nextNumber;
  }
}
