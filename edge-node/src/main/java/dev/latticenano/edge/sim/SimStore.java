package dev.latticenano.edge.sim;

import dev.latticenano.core.HeapKeys;
import dev.latticenano.core.Node;
import dev.latticenano.core.dag.ReplayProgress;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.storage.log.SegmentLog;
import dev.latticenano.storage.table.FlashTables;
import java.nio.file.Path;
import java.util.UUID;
import java.util.function.LongSupplier;

/** A store on a simulated disk: its real log and tables, and the last of what was written here. */
final class SimStore {
  private static final int BUFFER_BYTES = 16_384;
  private static final long RUN_BYTES_MAX = 67_108_864;
  private static final Path STORES = Path.of("/simulated-disk/stores");

  private final StoreId id;
  private final HeapKeys keys = new HeapKeys();
  private Hash lastWritten;
  private int witnessed;

  SimStore(StoreId id) {
    this.id = id;
  }

  /** Opens it as it lies on the disk, new if it does not, and gives it to {@code node}. */
  void open(Node node, SimDisk disk, LongSupplier salts, long nowMs) throws StoreException {
    Path place = STORES.resolve(id.toString());
    Path logPlace = place.resolve("log");
    Path index = place.resolve("index");
    disk.makeDirectory(logPlace);
    disk.makeDirectory(index);
    UUID uuid = new UUID(id.high(), id.low());
    SegmentLog log =
        SegmentLog.open(disk, logPlace, uuid, SegmentLog.SEGMENT_BYTES, BUFFER_BYTES, salts);
    FlashTables tables = FlashTables.open(disk, index, log, RUN_BYTES_MAX, salts);
    node.open(id, log, tables, keys, nowMs, ReplayProgress.SILENT);
  }

  StoreId id() {
    return id;
  }

  /** So many intentions are witnessed now; true if that is news. */
  boolean sequence(int count) {
    boolean news = count != witnessed;
    witnessed = count;
    return news;
  }

  /** This node wrote an intention, durably. */
  void written(Hash hash) {
    lastWritten = hash;
  }

  /** The last it wrote, or null. */
  Hash lastWritten() {
    return lastWritten;
  }
}
