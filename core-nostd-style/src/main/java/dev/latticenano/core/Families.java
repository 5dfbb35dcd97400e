package dev.latticenano.core;

import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.state.Child;
import dev.latticenano.core.store.StoreException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;

/** What stores say about their children, and when the host is told that it has changed. */
final class Families {
  private static final int UNKNOWN = -1;

  private final Replicas replicas;
  private final Queue<Event> events;
  private final Map<StoreId, Told> told = new HashMap<>();

  /** What was told of a store, when state had come so far. */
  private record Told(int place, List<Child> children) {}

  Families(Replicas replicas, Queue<Event> events) {
    this.replicas = replicas;
    this.events = events;
  }

  void close(StoreId store) {
    told.remove(store);
  }

  /** Looks where state has changed; state that is being made anew says nothing yet. */
  void tick() throws StoreException {
    for (Replica replica : replicas.all()) {
      Told before = told.get(replica.id());
      int place = replica.projection().place();
      if (!replica.projection().isWhole()) {
        told.computeIfPresent(replica.id(), (id, old) -> new Told(UNKNOWN, old.children()));
      } else if (before == null || before.place() != place) {
        List<Child> children = replica.system().children();
        told.put(replica.id(), new Told(place, children));
        if (!children.equals(before == null ? List.of() : before.children())) {
          events.add(new Event.Children(replica.id()));
        }
      }
    }
  }
}
