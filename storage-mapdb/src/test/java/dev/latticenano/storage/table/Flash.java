package dev.latticenano.storage.table;

import dev.latticenano.core.store.StoreException;
import dev.latticenano.storage.disk.PowerCutDisk;
import dev.latticenano.storage.log.SegmentLog;
import java.nio.file.Path;
import java.util.UUID;

/** A log and its tables on a disk in memory. */
final class Flash {
  static final Path LOG = Path.of("/store/log");
  static final Path INDEX = Path.of("/store/index");

  private static final UUID STORE = new UUID(7, 8);
  private static final int BUFFER_BYTES = 65_536;

  final PowerCutDisk disk;
  final SegmentLog log;
  final FlashTables tables;
  private final long capBytes;

  private Flash(PowerCutDisk disk, long capBytes) throws StoreException {
    this.disk = disk;
    this.capBytes = capBytes;
    long[] salt = {0x5eed};
    log =
        SegmentLog.open(
            disk, LOG, STORE, SegmentLog.SEGMENT_BYTES, BUFFER_BYTES, () -> salt[0] += 77);
    tables =
        FlashTables.open(disk, INDEX, log, capBytes, () -> salt[0] += disk.operations() * 2L + 1);
  }

  /** Opens what is on a disk, or begins. */
  static Flash on(PowerCutDisk disk) throws StoreException {
    return on(disk, MergeChoice.CAP_BYTES);
  }

  /** As {@link #on(PowerCutDisk)}, with merged runs of at most so many bytes. */
  static Flash on(PowerCutDisk disk, long capBytes) throws StoreException {
    return new Flash(disk, capBytes);
  }

  /** What a power cut now leaves that takes all that was not synced. */
  Flash cutPower() throws StoreException {
    PowerCutDisk left = disk.crash(disk.operations(), 0, 0, PowerCutDisk.Unsynced.LOST, 0);
    return on(left, capBytes);
  }

  /** A checkpoint behind one more record. */
  void checkpoint() throws StoreException {
    tables.checkpoint(nextPosition());
  }

  /**
   * Begins a checkpoint behind one more record.
   *
   * @return what it covers when it is done
   */
  long begin() throws StoreException {
    long position = nextPosition();
    tables.begin(position);
    return position;
  }

  long nextPosition() throws StoreException {
    log.append(1, new byte[] {1, 2, 3}, 0, 3);
    return log.end();
  }

  /** Merges until there is nothing to merge. */
  void mergeAll() throws StoreException {
    while (tables.work(65_536) > 0) {
      continue;
    }
  }
}
