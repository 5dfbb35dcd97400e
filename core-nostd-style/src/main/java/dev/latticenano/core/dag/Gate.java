package dev.latticenano.core.dag;

import dev.latticenano.core.Verdict;
import dev.latticenano.core.intention.SignedIntentionView;
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

  /**
   * As above, of all that is offered and not here. What floats may wait for just this, over however
   * many others: then nobody is kept out, unless whoever keeps the gate knows better.
   *
   * @param offered checked in form, its signature not verified; lent
   * @param hash its 32-byte name; lent
   * @param awaited true if something that floats here cites just this
   * @param misses true if something that floats here cites anything that is not here
   * @throws StoreException the disk failed, or there is no room for it
   */
  default Verdict judges(SignedIntentionView offered, byte[] hash, boolean awaited, boolean misses)
      throws StoreException {
    return misses ? Verdict.OK : admits(offered.bytes(), offered.intention().authorOffset());
  }
}
