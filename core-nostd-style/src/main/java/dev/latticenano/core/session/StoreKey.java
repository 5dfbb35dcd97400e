package dev.latticenano.core.session;

import dev.latticenano.core.crypto.Blake3;

/**
 * How two peers find the stores both know without naming any: each offers, per store, 16 bytes of
 * BLAKE3 in derive-key mode over store id ‖ own nonce ‖ the peer's nonce. Only who knows the id can
 * make or recognise them, and neither direction's bytes serve in the other.
 */
final class StoreKey {
  static final int OFFER_BYTES = 16;
  static final int NONCE_BYTES = 16;
  private static final int STORE_BYTES = 16;
  private static final String CONTEXT = "lattice-nano 2026-11 session store offer";

  private final Blake3 blake3 = Blake3.deriving(CONTEXT);
  private final byte[] hash = new byte[32];

  /**
   * Writes what the side with {@code fromNonce} offers for a store to the side with {@code
   * toNonce}.
   */
  void offer(byte[] storeId, byte[] fromNonce, byte[] toNonce, byte[] out, int offset) {
    blake3.reset();
    blake3.update(storeId, 0, STORE_BYTES);
    blake3.update(fromNonce, 0, NONCE_BYTES);
    blake3.update(toNonce, 0, NONCE_BYTES);
    blake3.digest(hash, 0);
    System.arraycopy(hash, 0, out, offset, OFFER_BYTES);
  }
}
