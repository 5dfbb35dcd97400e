package dev.latticenano.edge;

import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.storage.DataDirectory;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The files of the stores that are open: of each its log and its tables. */
final class OpenFiles {
  private final DataDirectory directory;
  private final Map<StoreId, StoreFiles> files = new LinkedHashMap<>();
  private final Set<StoreId> rotten = new HashSet<>();

  OpenFiles(DataDirectory directory) {
    this.directory = directory;
  }

  /** Opens those of a store that is not open. */
  StoreFiles open(StoreId id) throws StoreException {
    StoreFiles opened = StoreFiles.open(directory, NodeHome.uuid(id));
    files.put(id, opened);
    return opened;
  }

  /** True if the store is open. */
  boolean holds(StoreId id) {
    return files.containsKey(id);
  }

  /** Those of an open store. */
  StoreFiles of(StoreId id) {
    return files.get(id);
  }

  /** The tables cannot be trusted: they go when the store closes, and are made anew. */
  void renewTables(StoreId id) {
    rotten.add(id);
  }

  /** Closes those of a store, if it is open. */
  void close(StoreId id) throws StoreException {
    try (StoreFiles closing = files.remove(id)) {
      if (closing != null && rotten.remove(id)) {
        closing.tables().discard("a scrub found it damaged");
      }
    }
  }

  /** Closes all; returns what failed first, or null. */
  StoreException closeAll() {
    StoreException first = null;
    for (StoreId each : List.copyOf(files.keySet())) {
      try {
        close(each);
      } catch (StoreException e) {
        first = first == null ? e : first;
      }
    }
    return first;
  }
}
