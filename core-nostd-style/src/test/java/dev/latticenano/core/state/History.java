package dev.latticenano.core.state;

import dev.latticenano.core.intention.Hash;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

/**
 * A random history: authors who see different parts of it write keys, citing all, some or none of
 * the heads they see, with clocks that disagree. And the slow, obvious model of its state.
 */
final class History {
  final List<Said> said = new ArrayList<>();
  private final Map<Said, Set<Said>> before = new HashMap<>();
  private final Random random;

  /** What an author may write. */
  interface Choice {
    byte[] value(String key);
  }

  History(Random random, int count, List<String> keys, Choice choice) {
    this.random = random;
    Map<String, Set<Said>> seen = new HashMap<>();
    for (int i = 0; i < count; i++) {
      String author = "author " + random.nextInt(4);
      Set<Said> view = seen.computeIfAbsent(author, name -> new LinkedHashSet<>());
      if (!said.isEmpty() && random.nextBoolean()) {
        see(view, said.get(random.nextInt(said.size())));
      }
      Said next = write(author, view, keys, choice);
      before.put(next, new LinkedHashSet<>(view));
      said.add(next);
      view.add(next);
    }
  }

  private void see(Set<Said> view, Said tip) {
    view.addAll(before.get(tip));
    view.add(tip);
  }

  private Said write(String author, Set<Said> view, List<String> keys, Choice choice) {
    Map<String, byte[]> writes = new LinkedHashMap<>();
    Set<Hash> condition = new LinkedHashSet<>();
    for (int n = 1 + random.nextInt(3); n > 0; n--) {
      String key = keys.get(random.nextInt(keys.size()));
      writes.put(key, random.nextInt(4) == 0 ? null : choice.value(key));
      int citing = random.nextInt(4);
      for (Said head : heads(view, key)) {
        if (citing > 1 || (citing == 1 && random.nextBoolean())) {
          condition.add(head.hash);
        }
      }
    }
    Said next =
        new Said(author, random.nextInt(20), new ArrayList<>(condition), Said.payload(writes));
    next.writes.putAll(writes);
    return next;
  }

  /**
   * The model: writes of {@code key} among {@code set} that no other of them cites, greatest first.
   */
  static List<Said> heads(Collection<Said> set, String key) {
    List<Said> heads = new ArrayList<>();
    for (Said write : set) {
      boolean cited = false;
      for (Said other : set) {
        cited |= other.writes.containsKey(key) && other.condition.contains(write.hash);
      }
      if (write.writes.containsKey(key) && !cited) {
        heads.add(write);
      }
    }
    heads.sort(
        Comparator.<Said, Head>comparing(s -> new Head(s.hash, s.timestamp, s.author, null))
            .reversed());
    return heads;
  }

  /** What every key's heads are, as text. */
  static Map<String, List<String>> model(Collection<Said> set, List<String> keys) {
    Map<String, List<String>> model = new TreeMap<>();
    for (String key : keys) {
      List<String> heads = new ArrayList<>();
      for (Said head : heads(set, key)) {
        heads.add(head.hash + " " + Said.text(head.writes.get(key)));
      }
      model.put(key, heads);
    }
    return model;
  }

  /** Every order in which each intention follows what its author had seen. */
  List<List<Said>> orders() {
    List<List<Said>> orders = new ArrayList<>();
    extend(new ArrayList<>(), orders);
    return orders;
  }

  private void extend(List<Said> begun, List<List<Said>> orders) {
    if (begun.size() == said.size()) {
      orders.add(List.copyOf(begun));
      return;
    }
    for (Said next : said) {
      if (!begun.contains(next) && begun.containsAll(before.get(next))) {
        begun.add(next);
        extend(begun, orders);
        begun.remove(next);
      }
    }
  }

  /** A random order in which each intention follows what its author had seen. */
  List<Said> order() {
    List<Said> order = new ArrayList<>();
    Set<Said> left = new LinkedHashSet<>(said);
    while (!left.isEmpty()) {
      List<Said> free = new ArrayList<>();
      for (Said each : left) {
        boolean waits = before.get(each).stream().anyMatch(left::contains);
        if (!waits) {
          free.add(each);
        }
      }
      Said next = free.get(random.nextInt(free.size()));
      left.remove(next);
      order.add(next);
    }
    return order;
  }
}
