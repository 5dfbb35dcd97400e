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
}
