package dev.latticenano.edge.cli;

import dev.latticenano.core.dag.Dag;
import dev.latticenano.core.intention.AuthorId;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.state.SystemState;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.edge.NodeHome;
import dev.latticenano.host.Failure;
import dev.latticenano.host.Shown;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** What the authors of a store are called: their names, as far as they have said one. */
final class AuthorNames {
  private static final int MARK_DIGITS = 4;

  private final Dag dag;
  private final Map<AuthorId, String> names = new HashMap<>();
  private final Map<String, Integer> bearers = new HashMap<>();

  AuthorNames(NodeHome home, StoreId store) throws Failure {
    dag = home.node().dag(store);
    for (Map.Entry<AuthorId, SystemState.Peer> each : peers(home, store).entrySet()) {
      String name = each.getValue().name();
      if (name != null && !name.isBlank()) {
        names.put(each.getKey(), Shown.of(name.strip()));
      }
    }
    names.putIfAbsent(home.node().key(), Shown.of(home.name()));
    names.values().forEach(name -> bearers.merge(name, 1, Integer::sum));
  }

  private static Map<AuthorId, SystemState.Peer> peers(NodeHome home, StoreId store)
      throws Failure {
    try {
      return home.node().system(store).peers();
    } catch (StoreException e) {
      throw Failure.of(e);
    }
  }

  /** The name, with some of the key behind it if others bear it, too; else the key, shortened. */
  String of(AuthorId author) {
    String name = names.get(author);
    if (name == null) {
      return author.shortText();
    }
    return bearers.get(name) == 1
        ? name
        : name + "~" + author.shortText().substring(0, MARK_DIGITS);
  }

  /** The author that a person means by a name or the beginning of a key. */
  AuthorId find(String text) throws Failure {
    Set<AuthorId> known = new LinkedHashSet<>(names.keySet());
    byte[] key = new byte[AuthorId.BYTES];
    for (int author = 0; author < dag.authorCount(); author++) {
      dag.copyAuthorKey(author, key, 0);
      known.add(AuthorId.of(key, 0));
    }
    Set<AuthorId> found = new LinkedHashSet<>();
    for (AuthorId each : known) {
      if (text.equals(names.get(each)) || text.equals(of(each))) {
        found.add(each);
      }
    }
    String digits = text.toLowerCase(Locale.ROOT);
    if (found.isEmpty() && digits.matches("[0-9a-f]{" + MARK_DIGITS + ",64}")) {
      known.stream().filter(each -> each.toString().startsWith(digits)).forEach(found::add);
    }
    if (found.size() == 1) {
      return found.iterator().next();
    }
    throw new Failure(
        Failure.NOT_FOUND,
        found.isEmpty()
            ? "nobody in this store is called " + Shown.of(text) + " or has a key that begins so"
            : Shown.of(text) + " fits " + found.size() + " authors; give more of the key");
  }
}
