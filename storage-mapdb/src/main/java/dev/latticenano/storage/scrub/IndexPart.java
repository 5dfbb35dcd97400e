package dev.latticenano.storage.scrub;

import dev.latticenano.core.store.StoreException;
import dev.latticenano.storage.table.FlashTables;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * The tables of one store: every run. They are read from the first one on after every restart, for
 * runs come and go and have no places that last.
 */
public final class IndexPart implements ScrubPart {
  /** How its name begins; the store's id follows. */
  public static final String PREFIX = "index ";

  private final String store;
  private final FlashTables tables;
  private final Path directory;
  private long place;

  /** A part of {@code tables} in {@code directory}, of a store with that id; the caller's. */
  public IndexPart(String store, FlashTables tables, Path directory) {
    this.store = store;
    this.tables = tables;
    this.directory = directory;
  }

  @Override
  public String name() {
    return PREFIX + store;
  }

  @Override
  public long bytes() {
    try (Stream<Path> files = Files.list(directory)) {
      return files.mapToLong(path -> path.toFile().length()).sum();
    } catch (IOException | UncheckedIOException e) {
      // Of use for the progress shown only.
      return 0;
    }
  }

  @Override
  public long place() {
    return place;
  }

  @Override
  public void begin(long place) {
    this.place = 0;
  }

  @Override
  public long step(int budgetBytes, Findings findings) throws StoreException {
    try {
      long read = tables.verify(budgetBytes);
      place += read;
      return read;
    } catch (StoreException e) {
      if (e.kind() != StoreException.Kind.CORRUPT) {
        throw e;
      }
      // The rest of them is of no use any more: all are made anew together.
      findings.damaged(name(), place, directory, 0, 0, e.getMessage());
      return 0;
    }
  }
}
