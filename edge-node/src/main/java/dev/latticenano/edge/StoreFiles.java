package dev.latticenano.edge;

import dev.latticenano.core.store.StoreException;
import dev.latticenano.storage.DataDirectory;
import dev.latticenano.storage.log.SegmentLog;
import dev.latticenano.storage.table.FlashTables;
import java.util.UUID;

/** What a store has on disk while it is open: its log, and the tables that follow from it. */
record StoreFiles(SegmentLog log, FlashTables tables) implements AutoCloseable {
  /** Opens both. */
  static StoreFiles open(DataDirectory directory, UUID store) throws StoreException {
    SegmentLog log = directory.openLog(store);
    try {
      return new StoreFiles(log, directory.openTables(log));
    } catch (StoreException e) {
      try (log) {
        throw e;
      }
    }
  }

  /** Closes the tables and syncs and closes the log; on a failure both are closed all the same. */
  @Override
  public void close() throws StoreException {
    try (log) {
      tables.close();
    }
  }
}
