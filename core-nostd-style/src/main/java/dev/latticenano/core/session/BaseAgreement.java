package dev.latticenano.core.session;

import dev.latticenano.core.Verdict;
import dev.latticenano.core.intention.AuthorId;
import java.util.Set;

/** Whether a snapshot that a peer hands over is believed (docs/protocol.md §14, Bases). */
public final class BaseAgreement {
  private BaseAgreement() {}

  /**
   * OK or BASE_NOT_AGREED.
   *
   * @param strict whether the store has owners from its beginning
   * @param voters who votes, by the snapshot itself
   * @param owners the owners among its members
   * @param agreed whose signed agreement was handed over
   */
  public static Verdict judge(
      boolean strict, Set<AuthorId> voters, Set<AuthorId> owners, Set<AuthorId> agreed) {
    boolean owned = !strict || owners.stream().anyMatch(agreed::contains);
    return owned && agreed.containsAll(voters) ? Verdict.OK : Verdict.BASE_NOT_AGREED;
  }
}
