package dev.latticenano.edge.scenario;

import dev.latticenano.core.Lag;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.edge.sim.CheckFailure;
import dev.latticenano.edge.sim.Picture;
import dev.latticenano.edge.sim.Questions;
import dev.latticenano.edge.sim.SimNode;
import dev.latticenano.edge.sim.Simulation;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The assertions of a scenario; one that does not hold throws a {@link CheckFailure}. */
final class Checks {
  private static final String ABSENT = "absent";

  private final Simulation simulation;
  private final Map<String, StoreId> stores;
  private final Map<String, Long> settledMs = new LinkedHashMap<>();
  private final Map<String, String> digests = new LinkedHashMap<>();

  /** {@code stores} by name; live. */
  Checks(Simulation simulation, Map<String, StoreId> stores) {
    this.simulation = simulation;
    this.stores = stores;
  }

  Map<String, Long> settledMs() {
    return settledMs;
  }

  Map<String, String> digests() {
    return digests;
  }

  /** Checks what a statement says of these nodes; the last write was at {@code lastWriteMs}. */
  void check(Statement statement, List<SimNode> nodes, long lastWriteMs) throws StoreException {
    if (statement.verb() == Verb.ASSERT_CONVERGED) {
      for (String name : stores.keySet()) {
        if (!statement.has(Slot.STORE) || statement.text(Slot.STORE).equals(name)) {
          converged(name, nodes, statement.has(Slot.NODES));
          settledMs.put(name, Math.max(0, simulation.newsAtMs() - lastWriteMs));
        }
      }
      return;
    }
    if (statement.verb() == Verb.ASSERT_NO_TROUBLE) {
      nodes.forEach(Checks::noTrouble);
      return;
    }
    for (SimNode node : nodes) {
      StoreId store = stores.get(statement.text(Slot.STORE));
      requireHeld(node, store, statement.text(Slot.STORE));
      ask(statement, node, store);
    }
  }

  private static void requireHeld(SimNode node, StoreId store, String name) {
    if (!node.isOn()) {
      throw new CheckFailure(node + " has no power");
    }
    if (store == null || !node.holds(store)) {
      throw new CheckFailure(node + " does not hold " + name);
    }
  }

  /** If it was not said which nodes, those that never joined do not count. */
  private void converged(String name, List<SimNode> nodes, boolean said) throws StoreException {
    StoreId store = stores.get(name);
    Picture first = null;
    for (SimNode node : nodes) {
      if (said || !node.isOn() || node.holds(store)) {
        requireHeld(node, store, name);
        Picture picture = new Picture(node, store);
        String difference = (first == null ? picture : first).difference(picture);
        if (difference != null) {
          throw new CheckFailure("store " + name + ": " + difference);
        }
        first = first == null ? picture : first;
      }
    }
    if (first == null) {
      throw new CheckFailure("no node holds " + name);
    }
    digests.put(name, first.digest());
  }

  private static void noTrouble(SimNode node) {
    if (!node.measured().refusals().isEmpty() || !node.measured().troubles().isEmpty()) {
      throw new CheckFailure(
          node + " had trouble: " + node.measured().refusals() + " " + node.measured().troubles());
    }
  }

  private static void ask(Statement statement, SimNode node, StoreId store) throws StoreException {
    Questions questions = new Questions(node);
    int count = statement.has(Slot.COUNT) ? Quantity.count(statement.text(Slot.COUNT)) : 0;
    switch (statement.verb()) {
      case ASSERT_KEY -> key(statement, node, questions.value(store, statement.text(Slot.KEY)));
      case ASSERT_HEADS -> {
        int heads = questions.heads(store, statement.text(Slot.KEY));
        if (heads != count) {
          throw new CheckFailure(
              node + ": " + statement.text(Slot.KEY) + " has " + heads + " heads");
        }
      }
      default -> {
        Lag worst = questions.worstLag(store);
        if (worst != null && worst.behind() > count) {
          throw new CheckFailure(
              node + " knows that " + worst.member() + " is " + worst.behind() + " behind");
        }
      }
    }
  }

  private static void key(Statement statement, SimNode node, String value) {
    Word expected = statement.word(Slot.VALUE);
    String wanted = expected.is(ABSENT) ? null : expected.text();
    if (wanted == null ? value != null : !wanted.equals(value)) {
      throw new CheckFailure(
          node
              + ": "
              + statement.text(Slot.KEY)
              + " is "
              + (value == null ? ABSENT : "\"" + value + "\""));
    }
  }
}
