package dev.latticenano.core.intention;

import dev.latticenano.core.Verdict;

/**
 * Tells without any key whether an intention is kept: whether no mark ever supersedes it. A
 * function of its bytes alone. Allocates nothing after construction. Source: docs/snapshots.md §8.
 */
public final class Kept {
  private final UniversalOpView ops = new UniversalOpView();
  private final EnvelopeView envelope = new EnvelopeView();

  /** True if the checked {@code intention} is kept. */
  public boolean holds(IntentionView intention) {
    ops.wrap(intention.bytes(), intention.opsOffset(), intention.opsLength());
    if (ops.check() != Verdict.OK) {
      return true;
    }
    return switch (ops.kind()) {
      case ACK, APP_DATA, RESTATEMENT -> false;
      case GENESIS, SYSTEM, EPOCH_CHANGE, SNAPSHOT, UNKNOWN -> true;
      case ENVELOPE -> envelope.wrap(ops).check() != Verdict.OK || envelope.keeps();
    };
  }
}
