package dev.latticenano.core.session;

import dev.latticenano.core.bytes.LittleEndian;
import dev.latticenano.core.crypto.Blake3;
import dev.latticenano.core.crypto.Signer;
import dev.latticenano.core.intention.AuthorId;
import dev.latticenano.core.intention.StoreId;
import java.util.Arrays;

/**
 * What the two signatures of a join are over: 32 bytes of BLAKE3 in derive-key mode.
 *
 * <pre>
 * store id 16 ‖ joiner's key 32 ‖ acceptor's key 32 ‖ binding 32 ‖ conversation 4, little-endian
 * </pre>
 *
 * for the invite's key; for the joiner's own the same, then the name it goes by. So neither
 * signature serves for another store, another pair of ends or another conversation. Source:
 * docs/protocol.md §14 (ours).
 */
final class JoinProof {
  static final int BYTES = 32;
  private static final String CONTEXT = "lattice-nano 2026-11 join";

  /** Costs as much to check as any signature, and is none: a point and a scalar of ones. */
  static final byte[] WRONG_SIGNATURE = wrongSignature();

  private final Blake3 blake3 = Blake3.deriving(CONTEXT);
  private final byte[] number = new byte[4];

  /** Writes what is signed; {@code name} of no bytes for the invite's signature. */
  void write(
      StoreId store,
      byte[] joiner,
      byte[] acceptor,
      byte[] binding,
      int conversation,
      byte[] name,
      byte[] out) {
    blake3.reset();
    blake3.update(store.toBytes(), 0, StoreId.BYTES);
    blake3.update(joiner, 0, AuthorId.BYTES);
    blake3.update(acceptor, 0, AuthorId.BYTES);
    blake3.update(binding, 0, StoreKey.BINDING_BYTES);
    LittleEndian.putInt(number, 0, conversation);
    blake3.update(number, 0, number.length);
    blake3.update(name, 0, name.length);
    blake3.digest(out, 0);
  }

  private static byte[] wrongSignature() {
    byte[] wrong = new byte[Signer.SIGNATURE_BYTES];
    Arrays.fill(wrong, (byte) 1);
    return wrong;
  }
}
