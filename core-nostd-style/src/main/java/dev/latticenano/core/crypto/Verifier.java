package dev.latticenano.core.crypto;

/**
 * Judges Ed25519 signatures. Both rules require S below the group order and the equation without
 * cofactor, so that every node of a store reaches the same answer. Any bytes may be shown; a
 * malformed key or signature is simply not valid.
 */
public interface Verifier {
  /**
   * The rule for intentions: also refuses a key or R of small order, under which one signature fits
   * many messages. Reads {@link Signer#KEY_BYTES} from {@code keyOffset} and {@link
   * Signer#SIGNATURE_BYTES} from {@code signatureOffset}.
   */
  boolean verifyStrict(
      byte[] key,
      int keyOffset,
      byte[] message,
      int offset,
      int length,
      byte[] signature,
      int signatureOffset);

  /** The rule for witness records: small order is not refused. */
  boolean verifyLenient(
      byte[] key,
      int keyOffset,
      byte[] message,
      int offset,
      int length,
      byte[] signature,
      int signatureOffset);

  /** How many signatures it pays to tell {@link #foresee} ahead; 0: none, as long as this lives. */
  default int foresight() {
    return 0;
  }

  /**
   * Says that {@link #verifyStrict} will likely be asked for this signature of a 32-byte hash soon,
   * in the order told, so that others may look at it meanwhile. Copies what it needs. Changes no
   * answer: what was not told is answered all the same, and what was told may never be asked for.
   */
  default void foresee(
      byte[] key, int keyOffset, byte[] hash, int hashOffset, byte[] signature, int offset) {}
}
