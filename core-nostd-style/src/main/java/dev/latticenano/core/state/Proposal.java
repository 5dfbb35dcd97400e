package dev.latticenano.core.state;

import dev.latticenano.core.intention.Hash;
import java.util.List;

/**
 * One intention to write: its op and what it must cite. Proposals of one batch are submitted in
 * order; each is atomic, together they are not.
 */
public final class Proposal {
  private final byte[] op;
  private final List<Hash> condition;
  private final boolean citesPrevious;

  Proposal(byte[] op, List<Hash> condition, boolean citesPrevious) {
    this.op = op;
    this.condition = List.copyOf(condition);
    this.citesPrevious = citesPrevious;
  }

  /** The {@code app_data}; the caller's to keep. */
  public byte[] op() {
    return op;
  }

  /** What the intention cites, without duplicates. */
  public List<Hash> condition() {
    return condition;
  }

  /** True if it must also cite the intention made of the proposal before it. */
  public boolean citesPrevious() {
    return citesPrevious;
  }

  @Override
  public String toString() {
    return "op of " + op.length + " bytes citing " + condition.size();
  }
}
