package dev.latticenano.core.session;

import dev.latticenano.core.Verdict;
import dev.latticenano.core.store.StoreException;

/**
 * Who lets others into a store: the owner's node. Asked only about stores that are held here, by
 * somebody who has proven to hold both the invite's secret and the key that asks to be let in. A
 * node without it knows no joins.
 */
public interface Admission {
  /**
   * Judges a join and, if it is granted, writes the grant, durably. Whoever this very invite has
   * let in already is granted again: its answer was lost.
   *
   * @return OK, and {@link #box} is the answer; INVITE_UNKNOWN, INVITE_EXPIRED, INVITE_USED or
   *     INVITE_REVOKED
   * @throws StoreException the disk failed or is full; the joiner is told, and asks again
   */
  Verdict judge(JoinRequest request, long nowMs) throws StoreException;

  /** What the last granted joiner is given, sealed to its key; lent until the next call. */
  byte[] box();
}
