package dev.latticenano.core.session;

import dev.latticenano.core.bytes.LittleEndian;
import dev.latticenano.core.crypto.Aead;
import dev.latticenano.core.crypto.Blake3;
import dev.latticenano.core.crypto.ChaCha20Poly1305;
import dev.latticenano.core.intention.StoreId;
import java.util.Arrays;

/**
 * Seals grants so that only who knows the store's id can read them.
 *
 * <pre>
 * key    = BLAKE3 in derive-key mode over
 *           0  store id     16
 *          16  binding      32
 *          48  direction     1  0: sent by the end that called, 1: by the other
 *          49  conversation  4  little-endian
 * nonce  = number of the grant u64, little-endian ‖ 4 zero bytes
 * cipher = ChaCha20-Poly1305(key, nonce), no associated data
 * </pre>
 *
 * One end numbers all grants of a conversation, so a nonce serves once under a key. Cold;
 * allocates. Source: docs/protocol.md §14 (ours).
 */
final class GrantCipher {
  private static final String CONTEXT = "lattice-nano 2026-11 grant";
  private static final int TAIL_BYTES = 5;

  private final Aead cipher = new ChaCha20Poly1305();
  private final Blake3 blake3 = Blake3.deriving(CONTEXT);
  private final byte[] key = new byte[Aead.KEY_BYTES];
  private final byte[] nonce = new byte[ChaCha20Poly1305.NONCE_BYTES];
  private final byte[] tail = new byte[TAIL_BYTES];

  /** The next grant is of this store and sent by the end that called, or by the other. */
  GrantCipher begin(StoreId store, byte[] binding, boolean byCaller, int conversation, int number) {
    tail[0] = (byte) (byCaller ? 0 : 1);
    LittleEndian.putInt(tail, 1, conversation);
    blake3.reset();
    blake3.update(store.toBytes(), 0, StoreId.BYTES);
    blake3.update(binding, 0, StoreKey.BINDING_BYTES);
    blake3.update(tail, 0, TAIL_BYTES);
    blake3.digest(key, 0);
    LittleEndian.putLong(nonce, 0, number);
    cipher.begin(key, 0, nonce, 0);
    return this;
  }

  /** Seals a signed intention. */
  byte[] seal(byte[] signed) {
    byte[] box = new byte[signed.length + Aead.TAG_BYTES];
    cipher.seal(signed, 0, signed.length, box, 0);
    return box;
  }

  /** What a box of at least {@code Aead.TAG_BYTES} holds; null if it is not sealed so. */
  byte[] open(byte[] box) {
    byte[] signed = new byte[box.length];
    int length = cipher.open(box, 0, box.length, signed, 0);
    return length < 0 ? null : Arrays.copyOf(signed, length);
  }
}
