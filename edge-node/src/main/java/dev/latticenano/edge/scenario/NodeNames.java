package dev.latticenano.edge.scenario;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** Which nodes a word means: names with commas, {@code n*}, {@code all}, {@code any:n*}. */
final class NodeNames {
  private static final String ANY = "any";

  private NodeNames() {}

  /** The nodes that one part of a word may mean. */
  static List<String> matching(String part, Collection<String> nodes) {
    String pattern = part.startsWith(ANY + ":") ? part.substring(ANY.length() + 1) : part;
    List<String> found = new ArrayList<>();
    for (String node : nodes) {
      boolean all = pattern.equals("all") || pattern.equals(ANY);
      boolean begins =
          pattern.endsWith("*") && node.startsWith(pattern.substring(0, pattern.length() - 1));
      if (all || begins || node.equals(pattern)) {
        found.add(node);
      }
    }
    return found;
  }

  /** The nodes that a word means now; {@code except} is never one that is drawn. */
  static List<String> drawn(String word, Collection<String> nodes, String except, Random random) {
    Set<String> found = new LinkedHashSet<>();
    for (String part : word.split(",", -1)) {
      List<String> some = matching(part, nodes);
      if (part.equals(ANY) || part.startsWith(ANY + ":")) {
        some.remove(except);
        if (!some.isEmpty()) {
          found.add(some.get(random.nextInt(some.size())));
        }
      } else {
        found.addAll(some);
      }
    }
    return new ArrayList<>(found);
  }
}
