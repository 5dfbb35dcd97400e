package dev.latticenano.core.session;

import dev.latticenano.core.bytes.LittleEndian;
import dev.latticenano.core.crypto.Blake3;

/**
 * How two peers find the stores both know without naming any: each offers, per store, the first 8
 * bytes of BLAKE3 in derive-key mode over
 *
 * <pre>
 *  0  store id     16
 * 16  binding      32  of the link's keys (docs/noise.md)
 * 48  direction     1  0: offered by the end that called, 1: by the other
 * 49  conversation  4  little-endian
 * </pre>
 *
 * Only who knows the id can make or recognise them, and neither direction's bytes serve in the
 * other. Source: docs/protocol.md §14 (ours).
 */
final class StoreKey {
  static final int OFFER_BYTES = 8;
  static final int BINDING_BYTES = 32;
  private static final int STORE_BYTES = 16;
  private static final int TAIL_BYTES = 5;
  private static final String CONTEXT = "lattice-nano 2026-11 session store offer";

  private final Blake3 blake3 = Blake3.deriving(CONTEXT);
  private final byte[] hash = new byte[32];
  private final byte[] tail = new byte[TAIL_BYTES];

  /** Writes what the end that called, or the other, offers for a store in a conversation. */
  void offer(
      byte[] storeId, byte[] binding, boolean byCaller, int conversation, byte[] out, int offset) {
    tail[0] = (byte) (byCaller ? 0 : 1);
    LittleEndian.putInt(tail, 1, conversation);
    blake3.reset();
    blake3.update(storeId, 0, STORE_BYTES);
    blake3.update(binding, 0, BINDING_BYTES);
    blake3.update(tail, 0, TAIL_BYTES);
    blake3.digest(hash, 0);
    System.arraycopy(hash, 0, out, offset, OFFER_BYTES);
  }
}
