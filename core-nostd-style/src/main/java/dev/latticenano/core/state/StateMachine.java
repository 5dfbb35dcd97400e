package dev.latticenano.core.state;

import dev.latticenano.core.Verdict;
import dev.latticenano.core.store.StoreException;

/**
 * What a store of one type means: a projection of its witnessed intentions, in rows of a table. The
 * rows are a function of the set of applied intentions, byte for byte: any order in which an
 * intention follows what its condition cites gives the same. Each intention is applied once.
 */
public interface StateMachine {
  /** The type in the store's genesis, like {@code core:kvstore}. */
  String type();

  /**
   * Applies one intention's op: all of it, or nothing when the verdict is not {@code OK}.
   * Everything {@code op} shows is lent for the call. Never throws because of what the bytes say.
   *
   * @return what is wrong with the op
   * @throws StoreException the disk failed; part of the op may be in the table, which stands at its
   *     last checkpoint again when it is opened anew
   */
  Verdict apply(Applied op) throws StoreException;

  /** Forgets everything, so that the intentions can be applied from the beginning. */
  void clear() throws StoreException;

  /**
   * What an op that does not decode does to its store: true for the types that Rust nodes also
   * hold, which stop there, so that no node goes on with what others do not see; false: it is set
   * aside, and projection goes on.
   */
  boolean stalls();
}
