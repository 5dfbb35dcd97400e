package dev.latticenano.edge;

import dev.latticenano.core.ScratchTables;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.core.store.Tables;
import dev.latticenano.storage.log.SegmentLog;
import dev.latticenano.storage.table.FlashTables;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Tables that a store needs while a snapshot of it is made, in a directory {@code scratch} beside
 * its log. What a cut of power left there goes before it is used again.
 */
final class Scratch implements ScratchTables {
  private static final int SEGMENT_BYTES = 1_048_576;

  private final Path directory;
  private final UUID store;
  private SegmentLog log;
  private FlashTables tables;

  /** For the store {@code store} in {@code place}. */
  Scratch(Path place, UUID store) {
    this.directory = place.resolve("scratch");
    this.store = store;
  }

  @Override
  public Tables open() throws StoreException {
    drop();
    try {
      Path logs = Files.createDirectories(directory.resolve("log"));
      Path runs = Files.createDirectories(directory.resolve("index"));
      log = SegmentLog.open(logs, store, SEGMENT_BYTES);
      tables = FlashTables.open(runs, log);
      return tables;
    } catch (IOException e) {
      throw failed(e);
    }
  }

  @Override
  public void drop() throws StoreException {
    SegmentLog under = log;
    FlashTables over = tables;
    log = null;
    tables = null;
    if (under != null) {
      try (under) {
        if (over != null) {
          over.close();
        }
      }
    }
    if (!Files.exists(directory)) {
      return;
    }
    try (Stream<Path> walk = Files.walk(directory)) {
      List<Path> all = walk.sorted(Comparator.reverseOrder()).toList();
      for (Path each : all) {
        Files.delete(each);
      }
    } catch (IOException e) {
      throw failed(e);
    }
  }

  private StoreException failed(IOException e) {
    return new StoreException(StoreException.Kind.IO, directory + ": " + e.getMessage(), e);
  }
}
