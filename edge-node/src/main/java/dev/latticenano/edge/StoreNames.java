package dev.latticenano.edge;

import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.state.StateMachine;
import dev.latticenano.host.Failure;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Which open store a person means. */
final class StoreNames {
  private static final int NAMES_SHOWN = 6;

  private StoreNames() {}

  /**
   * The store of a name, an id, or the beginning of an id; null: the only one, or the only one that
   * shows a state of this {@code kind}.
   */
  static StoreId find(NodeHome home, String text, Class<? extends StateMachine> kind)
      throws Failure {
    List<StoreId> all = home.node().stores();
    if (text == null) {
      return only(home, all, kind);
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

  private static StoreId only(NodeHome home, List<StoreId> all, Class<? extends StateMachine> kind)
      throws Failure {
    List<StoreId> fit = all.stream().filter(id -> kind.isInstance(home.node().state(id))).toList();
    if (all.size() == 1 || fit.size() == 1) {
      return all.size() == 1 ? all.get(0) : fit.get(0);
    }
    if (all.isEmpty()) {
      throw new Failure(
          Failure.NOT_FOUND, "there is no store yet; make one with: lattice store create NAME");
    }
    List<String> names = new ArrayList<>();
    for (StoreId id : fit.isEmpty() ? all : fit) {
      names.add(home.called(id));
    }
    Collections.sort(names);
    throw new Failure(
        Failure.NOT_FOUND,
        "there are "
            + names.size()
            + " stores; say which with --store: "
            + String.join(", ", names.subList(0, Math.min(names.size(), NAMES_SHOWN)))
            + (names.size() > NAMES_SHOWN ? ", …" : ""));
  }
}
