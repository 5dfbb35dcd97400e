package dev.latticenano.edge;

import dev.latticenano.core.intention.StoreId;
import dev.latticenano.host.Failure;
import java.util.ArrayList;
import java.util.List;

/** Which open store a person means. */
final class StoreNames {
  private StoreNames() {}

  /** The store of a name, an id, or the beginning of an id; null: the only one. */
  static StoreId find(NodeHome home, String text) throws Failure {
    List<StoreId> all = home.node().stores();
    if (text == null) {
      if (all.size() == 1) {
        return all.get(0);
      }
      throw new Failure(
          Failure.NOT_FOUND,
          all.isEmpty()
              ? "there is no store yet; make one with: lattice store create NAME"
              : "there are " + all.size() + " stores; say which with --store");
    }
    List<StoreId> found = new ArrayList<>();
    for (StoreId id : all) {
      if (text.equals(home.storeName(id)) || id.toString().equals(text)) {
        found.add(id);
      }
    }
    if (found.isEmpty()) {
      found = all.stream().filter(id -> id.toString().startsWith(text)).toList();
    }
    if (found.size() == 1) {
      return found.get(0);
    }
    throw new Failure(
        Failure.NOT_FOUND,
        found.isEmpty()
            ? "no store is called " + text + "; see: lattice store list"
            : text + " fits " + found.size() + " stores; give more of the id");
  }
}
