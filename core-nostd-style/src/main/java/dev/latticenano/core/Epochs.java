package dev.latticenano.core;

import dev.latticenano.core.intention.AuthorId;
import dev.latticenano.core.intention.EpochChangeView;
import dev.latticenano.core.intention.EpochId;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.intention.Hlc;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * The epoch changes of one store that count, and which of them is current: of those that give their
 * key to nobody who was revoked, the greatest by (timestamp, author, hash).
 */
final class Epochs {
  private final TreeSet<Epoch> all =
      new TreeSet<>(
          Comparator.comparing(Epoch::timestamp)
              .thenComparing(Epoch::author)
              .thenComparing(Epoch::hash));

  /** One epoch change. */
  record Epoch(EpochId id, Hlc timestamp, AuthorId author, Hash hash, Set<AuthorId> recipients) {}

  /** The intention {@code hash} changes the epoch as {@code change}, which is checked, says. */
  void add(EpochChangeView change, Hlc timestamp, AuthorId author, Hash hash) {
    Set<AuthorId> recipients = new HashSet<>();
    for (int i = 0; i < change.wrapCount(); i++) {
      recipients.add(change.recipient(i));
    }
    all.add(new Epoch(change.epochId(), timestamp, author, hash, recipients));
  }

  void clear() {
    all.clear();
  }

  /** True once the store has an epoch: from then on its members seal what they write. */
  boolean isSealed() {
    return !all.isEmpty();
  }

  /** The greatest that gives its key to nobody of whom {@code revoked} holds; null if none does. */
  Epoch sound(Predicate<AuthorId> revoked) {
    for (Epoch epoch : all.descendingSet()) {
      if (epoch.recipients().stream().noneMatch(revoked)) {
        return epoch;
      }
    }
    return null;
  }

  /** The greatest, whoever has its key; null before the first. */
  Epoch newest() {
    return all.isEmpty() ? null : all.last();
  }
}
