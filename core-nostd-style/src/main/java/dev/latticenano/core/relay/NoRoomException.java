package dev.latticenano.core.relay;

import dev.latticenano.core.Verdict;
import dev.latticenano.core.store.StoreException;

/**
 * A store takes no more of somebody now, which is like a full disk to that peer: nothing of what it
 * brought is lost, and it goes on when there is room.
 */
final class NoRoomException extends StoreException {
  private static final long serialVersionUID = 1L;

  private final transient Holding holding;
  private final Verdict verdict;
  private final long bytes;

  /** So many bytes of {@code holding} find no room, for that reason. */
  NoRoomException(Holding holding, Verdict verdict, long bytes) {
    super(Kind.FULL, "store " + holding.id() + ": " + verdict, null);
    this.holding = holding;
    this.verdict = verdict;
    this.bytes = bytes;
  }

  Holding holding() {
    return holding;
  }

  Verdict verdict() {
    return verdict;
  }

  /** How much room it takes to go on. */
  long bytes() {
    return bytes;
  }
}
