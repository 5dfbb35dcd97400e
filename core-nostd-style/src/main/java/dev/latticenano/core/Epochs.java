package dev.latticenano.core;

import dev.latticenano.core.intention.AuthorId;
import dev.latticenano.core.state.SystemState;
import dev.latticenano.core.store.StoreException;
import java.util.Comparator;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * The epoch changes of one store that count, and which of them is current: of those that give their
 * key to nobody who was revoked, the greatest by (timestamp, author, hash).
 */
final class Epochs {
  private static final Comparator<SystemState.Epoch> ORDER =
      Comparator.comparing(SystemState.Epoch::timestamp)
          .thenComparing(SystemState.Epoch::author)
          .thenComparing(SystemState.Epoch::hash);

  private final SystemState system;
  private final TreeSet<SystemState.Epoch> all = new TreeSet<>(ORDER);

  Epochs(SystemState system) {
    this.system = system;
  }

  /** Epoch changes were applied, or all were forgotten. */
  void load() throws StoreException {
    all.clear();
    all.addAll(system.epochs());
  }

  /** True once the store has an epoch: from then on its members seal what they write. */
  boolean isSealed() {
    return !all.isEmpty();
  }

  /** The greatest that gives its key to nobody of whom {@code revoked} holds; null if none does. */
  SystemState.Epoch sound(Predicate<AuthorId> revoked) {
    for (SystemState.Epoch epoch : all.descendingSet()) {
      if (epoch.recipients().stream().noneMatch(revoked)) {
        return epoch;
      }
    }
    return null;
  }

  /** The greatest, whoever has its key; null before the first. */
  SystemState.Epoch newest() {
    return all.isEmpty() ? null : all.last();
  }
}
