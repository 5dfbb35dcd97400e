package dev.latticenano.core;

import dev.latticenano.core.intention.AuthorId;
import dev.latticenano.core.state.Past;
import dev.latticenano.core.state.SystemState;
import dev.latticenano.core.store.StoreException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;

/**
 * The epoch changes of one store that count, and which of them is current: the same on all nodes
 * that hold the same intentions, whatever came first. The greatest by (timestamp, author, hash) of
 * those that are <em>sound</em>: they give their key to nobody who was revoked, and whoever wrote
 * them had seen every revocation, so nobody revoked got the key in a join either. If none is, the
 * greatest that gives its key to nobody revoked, else the greatest; and an owner makes a sound one.
 */
final class Epochs {
  private static final Comparator<SystemState.Epoch> ORDER =
      Comparator.comparing(SystemState.Epoch::timestamp)
          .thenComparing(SystemState.Epoch::author)
          .thenComparing(SystemState.Epoch::hash);

  private final SystemState system;
  private final Authority authority;
  private final Past past;
  private final TreeSet<SystemState.Epoch> all = new TreeSet<>(ORDER);
  private long known = -1;
  private SystemState.Epoch current;
  private boolean sound;

  Epochs(SystemState system, Authority authority, Past past) {
    this.system = system;
    this.authority = authority;
    this.past = past;
  }

  /** Epoch changes were applied, or all were forgotten. */
  void load() throws StoreException {
    all.clear();
    all.addAll(system.epochs());
    known = -1;
  }

  /** True once the store has an epoch: from then on its members seal what they write. */
  boolean isSealed() {
    return !all.isEmpty();
  }

  /** The epoch under which is sealed; null before the first. */
  SystemState.Epoch current() throws StoreException {
    look();
    return current;
  }

  /** True if the store is sealed, and somebody revoked may have the key of the current epoch. */
  boolean isRotationDue() throws StoreException {
    look();
    return current != null && !sound;
  }

  private void look() throws StoreException {
    if (known == authority.changes()) {
      return;
    }
    known = authority.changes();
    List<AuthorId> revoked = new ArrayList<>();
    for (AuthorId peer : authority.members().peers()) {
      if (authority.isRevoked(peer)) {
        revoked.add(peer);
      }
    }
    current = all.isEmpty() ? null : all.last();
    sound = false;
    boolean clean = false;
    for (SystemState.Epoch epoch : all.descendingSet()) {
      if (epoch.recipients().stream().noneMatch(revoked::contains)) {
        current = clean ? current : epoch;
        clean = true;
        if (hasSeenAll(epoch, revoked)) {
          current = epoch;
          sound = true;
          return;
        }
      }
    }
  }

  private boolean hasSeenAll(SystemState.Epoch epoch, List<AuthorId> revoked)
      throws StoreException {
    for (AuthorId peer : revoked) {
      if (!past.holds(authority.members().standing(peer).op(), epoch.hash())) {
        return false;
      }
    }
    return true;
  }
}
