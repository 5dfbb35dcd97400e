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
    boolean isEnvelope = ops.kind() == UniversalOpView.Kind.ENVELOPE;
    return isEnvelope ? envelope.wrap(ops).check() != Verdict.OK || envelope.keeps() : isKept(ops);
  }

  /** True if the checked {@code bare} ops are kept by their kind; those of an envelope are not. */
  public static boolean isKept(UniversalOpView bare) {
    return switch (bare.kind()) {
      case GENESIS, SYSTEM, EPOCH_CHANGE, SNAPSHOT, UNKNOWN -> true;
      case ACK, APP_DATA, RESTATEMENT, ENVELOPE -> false;
    };
  }
}
