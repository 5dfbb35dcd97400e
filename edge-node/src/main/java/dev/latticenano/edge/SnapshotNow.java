package dev.latticenano.edge;

import dev.latticenano.core.Event;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.store.StoreException;
import java.util.function.Consumer;

/** Makes a snapshot at a person's word. */
public final class SnapshotNow {
  private SnapshotNow() {}

  /** Makes one of a store, if there is one to make; {@code events} receives what happens. */
  public static void make(NodeHome home, StoreId store, Consumer<Event> events)
      throws StoreException {
    home.node().snapshots().ask(store);
    home.node().snapshots().finish(store, System.currentTimeMillis());
    for (Event event = home.node().pollEvent(); event != null; event = home.node().pollEvent()) {
      events.accept(event);
    }
  }
}
