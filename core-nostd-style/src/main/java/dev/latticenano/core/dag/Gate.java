package dev.latticenano.core.dag;

import dev.latticenano.core.Verdict;
import dev.latticenano.core.store.StoreException;

/** Who may add to a store: asked before anything of an intention is verified or kept. */
public interface Gate {
  /** Lets everybody in. */
  Gate OPEN = (bytes, authorOffset) -> Verdict.OK;

  /**
   * Whether a new intention is let in.
   *
   * @param bytes what is offered, unverified; lent
   * @param authorOffset where its author's 32-byte key lies
   * @return OK, or the rule that keeps its author out
   */
  Verdict admits(byte[] bytes, int authorOffset) throws StoreException;
}
