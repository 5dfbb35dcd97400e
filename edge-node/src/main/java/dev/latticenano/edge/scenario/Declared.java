package dev.latticenano.edge.scenario;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/** The nodes and stores that the lines so far have named, so that a later line can be checked. */
final class Declared {
  private static final int NODES_MAX = 1000;
  private static final int SHOWN_MAX = 8;

  private final Set<String> nodes = new LinkedHashSet<>();
  private final Set<String> stores = new LinkedHashSet<>();

  /** Takes in what a statement names, and refuses what nobody has named. */
  void check(Statement statement) throws ScenarioException {
    if (statement.verb().isPrefix()) {
      check(statement.inner());
      return;
    }
    if (statement.verb() == Verb.ADD_NODE) {
      add(statement);
      return;
    }
    for (Slot slot : List.of(Slot.NODE, Slot.PEER, Slot.NODES, Slot.OTHERS)) {
      if (statement.has(slot)) {
        requireNodes(statement, statement.word(slot));
      }
    }
    if (statement.has(Slot.STORE)) {
      store(statement);
    }
  }

  private void add(Statement statement) throws ScenarioException {
    for (String name : names(statement)) {
      if (!nodes.add(name)) {
        throw statement.error(statement.word(Slot.NAME), "there is a node " + name + " already");
      }
    }
    if (nodes.size() > NODES_MAX) {
      throw statement.error(
          statement.word(Slot.NAME), "a scenario has at most " + NODES_MAX + " nodes");
    }
  }

  /** The names that an {@code add_node} gives. */
  static List<String> names(Statement statement) {
    String name = statement.text(Slot.NAME);
    if (!statement.has(Slot.COUNT)) {
      return List.of(name);
    }
    int count = Math.min(NODES_MAX + 1, Quantity.count(statement.text(Slot.COUNT)));
    return IntStream.rangeClosed(1, count).mapToObj(i -> name + i).toList();
  }

  private void requireNodes(Statement statement, Word word) throws ScenarioException {
    for (String part : Choice.sample(word.text()).split(",", -1)) {
      if (NodeNames.matching(part, nodes).isEmpty()) {
        String meant = Nearest.of(part, nodes);
        throw statement.error(
            word,
            "there is no node " + part + "; " + (meant == null ? "so far: " + some() : meant));
      }
    }
  }

  private String some() {
    List<String> first = nodes.stream().limit(SHOWN_MAX).toList();
    String more = nodes.size() > SHOWN_MAX ? " and " + (nodes.size() - SHOWN_MAX) + " more" : "";
    return nodes.isEmpty() ? "none; write add_node NAME" : String.join(", ", first) + more;
  }

  private void store(Statement statement) throws ScenarioException {
    Word word = statement.word(Slot.STORE);
    if (statement.verb() == Verb.CREATE) {
      String complaint = Slot.NAME.complaint(word.text());
      if (complaint != null || !stores.add(word.text())) {
        String twice = "there is a store " + word.text() + " already";
        throw statement.error(word, complaint == null ? twice : complaint);
      }
    } else if (!stores.contains(word.text())) {
      throw statement.error(
          word,
          "there is no store "
              + word.text()
              + (stores.isEmpty()
                  ? "; write create NODE STORE kv"
                  : "; so far: " + String.join(", ", stores)));
    }
  }
}
