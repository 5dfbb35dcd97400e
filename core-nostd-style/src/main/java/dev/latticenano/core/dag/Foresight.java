package dev.latticenano.core.dag;

import dev.latticenano.core.crypto.Verifier;
import dev.latticenano.core.intention.IntentionView;
import dev.latticenano.core.store.StoreException;

/**
 * Tells the {@link Verifier} of a DAG which signatures it will be asked for, so that a host with
 * several processors has them looked at side by side. The DAG itself goes on one by one, in order:
 * no verdict depends on what was foreseen. Allocates nothing.
 */
public final class Foresight {
  private final Verifier verifier;
  private final Intake intake;

  Foresight(Verifier verifier, Intake intake) {
    this.verifier = verifier;
    this.intake = intake;
  }

  /** How many intentions ahead it pays to {@link #expect}; 0: none. */
  public int most() {
    return verifier.foresight();
  }

  /**
   * These bytes are to be ingested soon, after those told before. What is refused for a cheaper
   * reason as things stand is passed over, so nobody is made to check more signatures by this.
   *
   * @param name the 32-byte hash of the intention, null if nobody worked it out
   * @throws StoreException as {@link Dag#ingest} would throw now; nothing has changed
   */
  public void expect(byte[] bytes, int offset, int length, byte[] name) throws StoreException {
    if (intake.isForSignature(bytes, offset, length, name)) {
      IntentionView intention = intake.offered().intention();
      verifier.foresee(
          bytes,
          intention.authorOffset(),
          intake.offered().hash(),
          0,
          bytes,
          intake.offered().signed().signatureOffset());
    }
  }
}
