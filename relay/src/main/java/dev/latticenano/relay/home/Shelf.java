package dev.latticenano.relay.home;

import dev.latticenano.core.relay.RelayMemory;
import dev.latticenano.core.relay.RelayPlaces;
import dev.latticenano.core.store.StoreException;
import java.util.List;

/** Where everything lies that a relay holds for others: this disk, or a database. */
public interface Shelf extends AutoCloseable {
  /** Where the stores lie. */
  RelayPlaces places();

  /** What must not be forgotten between two runs. */
  RelayMemory memory();

  /** What opening it found, a sentence each. */
  List<String> findings();

  /** How full it is and what was written, now. */
  ShelfFigures figures();

  /** Gives everything back; nothing of it may be used any more. */
  @Override
  void close() throws StoreException;
}
